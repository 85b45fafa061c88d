using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Schedules;

/// <summary>This test measures when calls arrive: it runs when all others are done.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OnQuietMachine
{
    public const string Name = "on a quiet machine";
}

/// <summary>Three processes of the Api on one Postgres, two of them killed by signal 9 while 200 calls fall due: none is lost, none is early.</summary>
[Collection(OnQuietMachine.Name)]
public sealed class ReplicasKilledTests(PostgresServer server, ITestOutputHelper output)
{
    private const int Zones = 20;
    private const int JobsPerZone = 10;

    private static readonly string[] Settings =
    [
        "Outbound__AllowLoopback=true", "Grid__Schedules__CallTimeoutSeconds=1", "Grid__Schedules__ReplanEverySeconds=2", "Grid__Schedules__ReplanStopsSeconds=1",
    ];

    /// <summary>Lease of a call (timeout and 2 s) and what a busy machine may take on top.</summary>
    private static readonly TimeSpan LatestAfterKill = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Kill_TwoOfThreeReplicas_EveryCallArrivesUnderItsKeyAtItsTime()
    {
        await using var receiver = await Receiver.StartAsync();
        // So that a kill finds calls under way.
        receiver.Answer = (_, _) => Task.Delay(300);
        var database = await server.CreateDatabaseAsync("schedule_replicas");
        var replicas = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ApiProcess.StartAsync(database, Settings)));
        try
        {
            var first = await ImportForecastsAsync(replicas[0].Client);
            var planned = await PostAllAsync(replicas, receiver, first);
            Assert.All(planned, p => Assert.Equal(first.AddSeconds(p.Value.Zone), p.Value.Start));
            Assert.True(TimeProvider.System.GetUtcNow() < first, "posting took so long that the first calls are due already");

            var kills = await Task.WhenAll(KillAsync(replicas[0], first), KillAsync(replicas[1], first));
            await AllDeliveredAsync(replicas[2], receiver, planned);

            Check(planned, receiver, kills);
        }
        finally
        {
            foreach (var replica in replicas)
            {
                await replica.DisposeAsync();
            }
        }
    }

    private void Check(Dictionary<string, (int Zone, DateTimeOffset Start)> planned, Receiver receiver, DateTimeOffset[] kills)
    {
        var received = receiver.Calls.GroupBy(c => c.Id).ToDictionary(g => g.Key, g => g.OrderBy(c => c.At).ToArray());
        Assert.Equal(planned.Keys.Order(), received.Keys.Order());
        var late = received.Select(r => (r.Value[0].At - planned[r.Key].Start).TotalSeconds).Order().ToArray();
        var repeated = received.Where(r => r.Value.Length > 1).ToArray();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{received.Count} calls; late by {late[late.Length / 2]:0.000} s (median), {late[(int)(late.Length * 0.99)]:0.000} s (99 %), {late[^1]:0.000} s (most); {repeated.Length} repeated around the kills"));

        Assert.True(late[0] >= 0, $"a call came {-late[0]} s early");
        Assert.True(late[^1] < LatestAfterKill.TotalSeconds, $"a call came {late[^1]} s late");
        // Repeated only where a killed process could not say that it had called, with the same body under the same key.
        Assert.All(repeated, r => Assert.Contains(kills, kill => kill - r.Value[0].At is var since && since > TimeSpan.FromSeconds(-1) && since < TimeSpan.FromSeconds(2)));
        Assert.All(repeated, r => Assert.Single(r.Value.Select(c => c.Body).Distinct()));
    }

    /// <summary>A zone for every second, cleanest in that second; the first of these seconds.</summary>
    private static async Task<DateTimeOffset> ImportForecastsAsync(HttpClient client)
    {
        var now = TimeProvider.System.GetUtcNow();
        var begin = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        const int Lead = 15;
        var text = new StringBuilder("datetime").AppendJoin("", Enumerable.Range(0, Zones).Select(z => "," + Name(z))).Append('\n');
        for (var second = 0; second < Lead + Zones + 30; second++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{begin.AddSeconds(second):yyyy-MM-dd'T'HH:mm:ss'Z'}")
                .AppendJoin("", Enumerable.Range(0, Zones).Select(z => second == Lead + z ? ",50" : ",500")).Append('\n');
        }

        using var content = new StringContent(text.ToString(), Encoding.UTF8, "text/csv");
        var answer = await Answer.Of(await client.PostAsync(new Uri("/api/v2/imports?status=forecast", UriKind.Relative), content));
        Assert.True(answer.Status == 200, answer.Text);
        return begin.AddSeconds(Lead);
    }

    /// <summary>Posts to all replicas in turn; the zone and planned start of each schedule.</summary>
    private static async Task<Dictionary<string, (int Zone, DateTimeOffset Start)>> PostAllAsync(ApiProcess[] replicas, Receiver receiver, DateTimeOffset first)
    {
        var deadline = first.AddSeconds(Zones + 10).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var planned = new Dictionary<string, (int, DateTimeOffset)>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Zones * JobsPerZone), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (job, cancel) =>
        {
            var zone = job % Zones;
            var body = $$"""
                { "plan": { "job": { "id": "job-{{job}}", "duration": "PT1S", "deadline": "{{deadline}}" }, "sites": [{ "zone": "{{Name(zone)}}" }] },
                  "webhook": { "url": "{{receiver.Address}}/start" } }
                """;
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v2/schedules") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Add("Idempotency-Key", $"job-{job}");
            var answer = await Answer.Of(await replicas[job % replicas.Length].Client.SendAsync(request, cancel));
            Assert.True(answer.Status == 201, answer.Text);
            lock (planned)
            {
                planned.Add(answer.String("id")!, (zone, answer.Time("start")));
            }
        });
        return planned;
    }

    private static async Task<DateTimeOffset> KillAsync(ApiProcess replica, DateTimeOffset first)
    {
        var moment = first.AddSeconds(Random.Shared.NextDouble() * (Zones - 2));
        await Task.Delay(moment - TimeProvider.System.GetUtcNow());
        await replica.KillAsync();
        return TimeProvider.System.GetUtcNow();
    }

    private static async Task AllDeliveredAsync(ApiProcess survivor, Receiver receiver, Dictionary<string, (int Zone, DateTimeOffset Start)> planned)
    {
        var limit = planned.Values.Max(p => p.Start) + LatestAfterKill + LatestAfterKill;
        JsonElement open;
        do
        {
            await Task.Delay(200);
            var pages = await Task.WhenAll(
                survivor.Client.GetFromJsonAsync<JsonElement>("/api/v2/schedules?state=waiting&limit=200"),
                survivor.Client.GetFromJsonAsync<JsonElement>("/api/v2/schedules?state=calling&limit=200"));
            open = pages.Select(p => p.GetProperty("schedules")).MaxBy(s => s.GetArrayLength());
            Assert.True(
                TimeProvider.System.GetUtcNow() < limit, $"{open.GetArrayLength()} calls are still open, {receiver.Calls.Count} came: {open.GetRawText()} {survivor.Output}");
        }
        while (open.GetArrayLength() > 0);

        var delivered = await survivor.Client.GetFromJsonAsync<JsonElement>("/api/v2/schedules?state=delivered&limit=200");
        Assert.Equal(planned.Keys.Order(), delivered.GetProperty("schedules").EnumerateArray().Select(s => s.GetProperty("id").GetString()!).Order());
    }

    private static string Name(int zone) => $"ZZ-{(char)('A' + zone)}";
}
