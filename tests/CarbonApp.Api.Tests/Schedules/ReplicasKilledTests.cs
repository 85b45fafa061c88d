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
        "Outbound__AllowLoopback=true", "Grid__Schedules__CallTimeoutSeconds=3", "Grid__Schedules__ReplanEverySeconds=2", "Grid__Schedules__ReplanStopsSeconds=1",
        // Posted within milliseconds of the import, before the other replicas have heard of it.
        "Grid__Store__RememberSeconds=0",
    ];

    /// <summary>From the import to the first planned start: time to post everything.</summary>
    private const int LeadSeconds = 20;

    /// <summary>A call under way in a process that is killed is free for others when its lease ends: its timeout and 2 s; and 2 s to be taken up.</summary>
    private static readonly TimeSpan LatestAfterKill = TimeSpan.FromSeconds(7);

    /// <summary>A call that no kill touched comes within this; it was 0.1 s when nothing else ran.</summary>
    private static readonly TimeSpan LatestElse = TimeSpan.FromSeconds(2);

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
            await Task.WhenAll(replicas.Select(r => WarmUpAsync(r.Client)));
            var first = await ImportForecastsAsync(replicas[0].Client);
            var zones = await PostAllAsync(replicas, receiver, first);

            var kills = await Task.WhenAll(KillAsync(replicas[0], first), KillAsync(replicas[1], first));
            await AllDeliveredAsync(replicas[2], receiver, zones.Keys, first.AddSeconds(Zones + 10));

            await CheckAsync(replicas[2].Client, zones, receiver, first, kills);
        }
        finally
        {
            foreach (var replica in replicas)
            {
                await replica.DisposeAsync();
            }
        }
    }

    private async Task CheckAsync(HttpClient survivor, Dictionary<string, int> zones, Receiver receiver, DateTimeOffset first, DateTimeOffset[] kills)
    {
        var received = receiver.Calls.GroupBy(c => c.Id).ToDictionary(g => g.Key, g => g.OrderBy(c => c.At).ToArray());
        Assert.Equal(zones.Keys.Order(), received.Keys.Order());
        var planned = received.ToDictionary(r => r.Key, r => JsonDocument.Parse(r.Value[0].Body).RootElement.GetProperty("timestamp").GetDateTimeOffset());
        var late = received.Select(r => (r.Value[0].At - planned[r.Key]).TotalSeconds).Order().ToArray();
        var repeated = received.Where(r => r.Value.Length > 1).ToArray();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{received.Count} calls; late by {late[late.Length / 2]:0.000} s (median), {late[(int)(late.Length * 0.99)]:0.000} s (99 %), {late[^1]:0.000} s (most); {repeated.Length} repeated"));

        // All at their zone's best second.
        Assert.Equal(planned.ToDictionary(p => p.Key, p => first.AddSeconds(zones[p.Key])), planned);
        Assert.True(late[0] >= 0, $"a call came {-late[0]} s early");
        Assert.True(late[^1] < LatestAfterKill.TotalSeconds, $"a call came {late[^1]} s late");
        Assert.All(
            received.Where(r => !kills.Any(kill => Math.Abs((kill - planned[r.Key]).TotalSeconds) < LatestAfterKill.TotalSeconds)),
            r => Assert.True(r.Value[0].At - planned[r.Key] < LatestElse, $"{r.Key} came at {r.Value[0].At:O}, planned at {planned[r.Key]:O}, kills at {kills[0]:O} and {kills[1]:O}"));
        // Repeated only where a killed process could not say that it had called, or where an attempt is on record as failed (a busy
        // machine may be too slow for the time limit); with the same body under the same key.
        foreach (var (id, calls) in repeated.Where(r => !kills.Any(kill => Math.Abs((kill - r.Value[0].At).TotalSeconds) < 4)))
        {
            var schedule = await survivor.GetFromJsonAsync<JsonElement>($"/api/v2/schedules/{id}");
            Assert.Equal(calls.Length, schedule.GetProperty("deliveries").GetArrayLength());
        }

        Assert.All(repeated, r => Assert.Single(r.Value.Select(c => c.Body).Distinct()));
    }

    /// <summary>A first plan, whatever it answers: compiling the code takes longer than running it.</summary>
    private static async Task WarmUpAsync(HttpClient client)
    {
        using var content = new StringContent("""{"job":{"duration":"PT1S"},"sites":[{"zone":"GB"}]}""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/api/v2/plan", UriKind.Relative), content);
    }

    /// <summary>A zone for every second, cleanest in that second; the first of these seconds.</summary>
    private static async Task<DateTimeOffset> ImportForecastsAsync(HttpClient client)
    {
        var now = TimeProvider.System.GetUtcNow();
        var begin = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        var text = new StringBuilder("datetime").AppendJoin("", Enumerable.Range(0, Zones).Select(z => "," + Name(z))).Append('\n');
        for (var second = 0; second < LeadSeconds + Zones + 30; second++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{begin.AddSeconds(second):yyyy-MM-dd'T'HH:mm:ss'Z'}")
                .AppendJoin("", Enumerable.Range(0, Zones).Select(z => second == LeadSeconds + z ? ",50" : ",500")).Append('\n');
        }

        using var content = new StringContent(text.ToString(), Encoding.UTF8, "text/csv");
        var answer = await Answer.Of(await client.PostAsync(new Uri("/api/v2/imports?status=forecast", UriKind.Relative), content));
        Assert.True(answer.Status == 200, answer.Text);
        return begin.AddSeconds(LeadSeconds);
    }

    /// <summary>Posts to all replicas in turn; the zone of each schedule.</summary>
    private static async Task<Dictionary<string, int>> PostAllAsync(ApiProcess[] replicas, Receiver receiver, DateTimeOffset first)
    {
        var deadline = first.AddSeconds(Zones + 10).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var zones = new Dictionary<string, int>();
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
            lock (zones)
            {
                zones.Add(answer.String("id")!, zone);
            }
        });
        return zones;
    }

    private static async Task<DateTimeOffset> KillAsync(ApiProcess replica, DateTimeOffset first)
    {
        var moment = first.AddSeconds(Random.Shared.NextDouble() * (Zones - 2));
        var wait = moment - TimeProvider.System.GetUtcNow();
        await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        await replica.KillAsync();
        return TimeProvider.System.GetUtcNow();
    }

    private static async Task AllDeliveredAsync(ApiProcess survivor, Receiver receiver, IEnumerable<string> ids, DateTimeOffset deadline)
    {
        var limit = deadline + LatestAfterKill + LatestAfterKill;
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
        Assert.Equal(ids.Order(), delivered.GetProperty("schedules").EnumerateArray().Select(s => s.GetProperty("id").GetString()!).Order());
    }

    private static string Name(int zone) => $"ZZ-{(char)('A' + zone)}";
}
