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

    /// <summary>No job is worked on: this is about requests. Scenes are looked for in a folder without any, not over a network there may not be.</summary>
    private static readonly string[] Settings =
        ["Jobs__Concurrency=0", "Outbound__AllowLoopback=true", "Kelp__Demo=true", "Kelp__V1__WaitSeconds=1", $"Kelp__Catalogs__Local__Folder={AppContext.BaseDirectory}"];

    [Fact]
    public async Task GeneratedRequests_NeverAnswer5xxNorHangNorPileUp()
    {
        await using var api = await ApiProcess.StartAsync(await server.CreateDatabaseAsync("generated_requests"), Settings);
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        using var client = new HttpClient(handler) { BaseAddress = api.Client.BaseAddress, Timeout = TimeSpan.FromSeconds(10) };
        var generator = new RequestGenerator((await Answer.Of(await client.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative)))).Json, await MakeSomeAsync(client), Seed);
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

    /// <summary>Has one of everything made; names and ids that are known then.</summary>
    private static async Task<string[]> MakeSomeAsync(HttpClient client)
    {
        var history = "Time,value\n" + string.Join('\n', Enumerable.Range(0, 24 * 60).Select(h => string.Create(
            CultureInfo.InvariantCulture, $"{new DateTime(2026, 2, 1).AddHours(h):yyyy-MM-dd HH:mm},{200 + h % 24 * 5}")));
        (string Path, string Type, string Body, string Id)[] calls =
        [
            ("/api/v2/imports?zone=GB", "text/csv", history, "id"),
            ("/api/v2/plan", "application/json", """{"job":{"duration":"PT3H"},"sites":[{"zone":"GB"}]}""", "planId"),
            ("/api/v2/schedules", "application/json", """{"plan":{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"}]},"webhook":{"url":"http://127.0.0.1:65000/start"}}""", "id"),
            ("/api/v2/backtest", "application/json", """{"zones":["GB"],"from":"2026-02-10T00:00:00Z","to":"2026-03-10T00:00:00Z","jobs":{"preset":"eurosys24","jobHours":[3],"slackHours":[24]}}""", "id"),
        ];
        var ids = new List<string>();
        foreach (var (path, type, body, id) in calls)
        {
            using var content = new StringContent(body, Encoding.UTF8, type);
            var answer = await Answer.Of(await client.PostAsync(new Uri(path, UriKind.Relative), content));
            Assert.True(answer.Status < 300, answer.Text);
            ids.Add(answer.String(id)!);
        }

        return [.. ids, "GB", "FR", "aws", "azure", "eu-west-2", "uksouth", "westeurope", "m6i.large", "lifecycle", "average", "P7D", "PT3H", "week", "queued", "2026-03-01", "2026-03-15T04:00Z", "12.5", "3"];
    }

    private static Task SendAsync(
        ApiProcess api, HttpClient client, RequestGenerator generator, int from, int to, ConcurrentDictionary<(string, int), int> answers,
        ConcurrentQueue<(string, string)> faults) =>
        Parallel.ForAsync(from, to, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, cancellationToken) =>
        {
            try
            {
                await SendAsync(client, generator, number, answers, faults, cancellationToken);
            }
            catch (HttpRequestException e) when (e.InnerException is IOException && !api.HasExited)
            {
                // The server closes what it refused in the middle of a body, and the next request may be on its way there already:
                // what changes nothing may be sent again (RFC 9110 section 9.2.2). A request that itself breaks connections does so again.
                await SendAgainAsync(client, generator, number, e, answers, faults, cancellationToken);
            }
            catch (Exception e) when (e is OperationCanceledException or HttpRequestException && !cancellationToken.IsCancellationRequested)
            {
                faults.Enqueue(NotAnswered(generator, number, e));
            }
        });

    private static async Task SendAgainAsync(
        HttpClient client, RequestGenerator generator, int number, HttpRequestException first, ConcurrentDictionary<(string, int), int> answers,
        ConcurrentQueue<(string, string)> faults, CancellationToken cancellationToken)
    {
        var (operation, _, request) = generator.Make(number);
        using (request)
        {
            if (request.Content is not null)
            {
                // Refused before all of it was sent: the server answers and closes, and the answer may be lost on the way.
                answers.AddOrUpdate((operation, 4), 1, (_, count) => count + 1);
                return;
            }
        }

        try
        {
            await SendAsync(client, generator, number, answers, faults, cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            faults.Enqueue(NotAnswered(generator, number, new AggregateException(first, e)));
        }
    }

    private static async Task SendAsync(
        HttpClient client, RequestGenerator generator, int number, ConcurrentDictionary<(string, int), int> answers,
        ConcurrentQueue<(string, string)> faults, CancellationToken cancellationToken)
    {
        var (operation, how, request) = generator.Make(number);
        using (request)
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            // A stream of events goes on for as long as there is news.
            var text = answer.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await answer.Content.ReadAsStringAsync(cancellationToken);
            if ((int)answer.StatusCode >= 500)
            {
                faults.Enqueue((operation, $"request {number} of seed {Seed}, {how}: {request.Method} {request.RequestUri} was answered {(int)answer.StatusCode}: {text}"));
            }

            answers.AddOrUpdate((operation, (int)answer.StatusCode / 100), 1, (_, count) => count + 1);
        }
    }

    private static (string Operation, string What) NotAnswered(RequestGenerator generator, int number, Exception why)
    {
        var (operation, how, request) = generator.Make(number);
        using (request)
        {
            return (operation, $"request {number} of seed {Seed}, {how}: {request.Method} {request.RequestUri} was not answered: {why}");
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
