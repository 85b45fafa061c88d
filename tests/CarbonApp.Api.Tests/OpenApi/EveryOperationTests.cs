using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.OpenApi;

/// <summary>
/// Whatever any operation of the OpenAPI document is sent, it answers in time and blames no fault of its own, and keeps no memory of it.
/// CARBONAPP_GENERATED_REQUESTS sets how many requests, CARBONAPP_GENERATED_SEED which.
/// </summary>
public sealed class EveryOperationTests(PostgresServer server, ITestOutputHelper output)
{
    private const int AtOnce = 8;

    private static readonly int Requests = Setting("CARBONAPP_GENERATED_REQUESTS", 3_000);
    private static readonly int Seed = Setting("CARBONAPP_GENERATED_SEED", 20261127);

    /// <summary>No job is worked on: this is about requests.</summary>
    private static readonly string[] Settings = ["Jobs__Concurrency=0"];

    [Fact]
    public async Task GeneratedRequests_NeverAnswer5xxNorHangNorPileUp()
    {
        await using var api = await ApiProcess.StartAsync(await server.CreateDatabaseAsync("generated_requests"), Settings);
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        using var client = new HttpClient(handler) { BaseAddress = api.Client.BaseAddress, Timeout = TimeSpan.FromSeconds(10) };
        var generator = new RequestGenerator((await Answer.Of(await client.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative)))).Json, Seed);
        var answers = new ConcurrentDictionary<(string Operation, int Kind), int>();
        var faults = new ConcurrentQueue<(string Operation, string What)>();

        await SendAsync(api, client, generator, 0, Requests / 2, answers, faults);
        var before = api.ResidentMegabytes();
        await SendAsync(api, client, generator, Requests / 2, Requests, answers, faults);
        var after = api.ResidentMegabytes();

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Requests} requests; {before:0} MB half-way, {after:0} MB at the end"));
        foreach (var operation in generator.Operations)
        {
            output.WriteLine($"{operation}: {string.Join(", ", answers.Where(a => a.Key.Operation == operation).OrderBy(a => a.Key.Kind).Select(a => $"{a.Value} × {a.Key.Kind}xx"))}");
        }

        Assert.True(faults.IsEmpty, string.Join('\n', faults.GroupBy(f => f.Operation).Select(g => $"{g.Count()} × {g.First().What}")) + api.Output);
        Assert.True(after < 1.2 * before, $"{before} MB half-way, {after} MB at the end");
        // The generator has to reach both sides of every operation that can succeed without what others made, else it tests little.
        var succeeded = generator.Operations.Count(o => answers.ContainsKey((o, 2)) || answers.ContainsKey((o, 3)));
        Assert.True(succeeded >= generator.Operations.Count() / 2, $"only {succeeded} operations ever succeeded");
        Assert.All(generator.Operations, o => Assert.True(answers.ContainsKey((o, 2)) || answers.ContainsKey((o, 4)), $"{o} was never answered"));
    }

    private static Task SendAsync(
        ApiProcess api, HttpClient client, RequestGenerator generator, int from, int to, ConcurrentDictionary<(string, int), int> answers,
        ConcurrentQueue<(string, string)> faults) =>
        Parallel.ForAsync(from, to, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, cancellationToken) =>
        {
            var (operation, how, request) = generator.Make(number);
            using (request)
            {
                var what = $"request {number} of seed {Seed}, {how}: {request.Method} {request.RequestUri}";
                try
                {
                    using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                    // A stream of events goes on for as long as there is news.
                    var text = answer.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await answer.Content.ReadAsStringAsync(cancellationToken);
                    if ((int)answer.StatusCode >= 500)
                    {
                        faults.Enqueue((operation, $"{what} was answered {(int)answer.StatusCode}: {text}"));
                    }

                    answers.AddOrUpdate((operation, (int)answer.StatusCode / 100), 1, (_, count) => count + 1);
                }
                catch (HttpRequestException e) when (e.InnerException is IOException && request.Content is not null && !api.HasExited)
                {
                    // Refused before all of it was sent: the server answers and closes, and the answer may be lost on the way.
                    answers.AddOrUpdate((operation, 4), 1, (_, count) => count + 1);
                }
                catch (Exception e) when (e is OperationCanceledException or HttpRequestException && !cancellationToken.IsCancellationRequested)
                {
                    faults.Enqueue((operation, $"{what} was not answered: {e.Message}"));
                }
            }
        });

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
