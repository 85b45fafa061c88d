using System.Text.Json;
using CarbonApp.AppHost.Tests.Standalone;

namespace CarbonApp.AppHost.Tests.Acceptance;

/// <summary>With no key and no network, every call of v1 answers in under a second, and says that it estimates.</summary>
[Collection(OnQuietMachine.Name)]
public class NoNetworkTests
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(1);

    // The first answer of a process also waits for its code to be compiled.
    private static readonly TimeSpan Cold = TimeSpan.FromSeconds(2.5);

    private readonly ITestOutputHelper _output;

    public NoNetworkTests(ITestOutputHelper output)
    {
        RunningSystem.SkipWithoutServers();
        _output = output;
    }

    [Fact]
    public async Task V1_FeedsNeverAnswer_AnswersInTimeWithEstimates()
    {
        await using var silence = new SilentListener();
        await using var run = await HostRun.StartUpAsync(Feeds.At(silence.Port));

        await AnswerAsync(run, Cold, pause: TimeSpan.Zero);
        await AnswerAsync(run, Promised, pause: TimeSpan.Zero);

        Assert.True(silence.Accepted > 0, "no feed was asked");
    }

    [Fact]
    public async Task V1_NobodyListensAtTheFeeds_AnswersInTimeWithEstimates()
    {
        await using var run = await HostRun.StartUpAsync(Feeds.AtClosedPort());

        await AnswerAsync(run, Cold, pause: TimeSpan.Zero);
        await AnswerAsync(run, Promised, pause: TimeSpan.Zero);
    }

    [Fact]
    public async Task V1_EveryCallMeetsTheHangAnew_AnswersInTimeWithEstimates()
    {
        await using var silence = new SilentListener();
        var forgetful = Feeds.At(silence.Port);
        // Otherwise a fetch that hangs, and then its failure, is shared by all who ask within half a minute.
        forgetful["Sources__AttemptTimeoutMilliseconds"] = "900";
        forgetful["Sources__Retries"] = "0";
        forgetful["Sources__HostRestSeconds"] = "1";
        forgetful["Sources__Cache__FailureSeconds"] = "1";
        await using var run = await HostRun.StartUpAsync(forgetful);

        await AnswerAsync(run, Cold, pause: TimeSpan.Zero);
        var before = silence.Accepted;
        await AnswerAsync(run, Promised, pause: TimeSpan.FromSeconds(2.2));

        Assert.True(silence.Accepted >= before + 3, $"{Calls.Length} calls asked feeds only {silence.Accepted - before} times");
    }

    /// <summary>The seven calls, about zones for which free feeds would be asked.</summary>
    private async Task AnswerAsync(HostRun run, TimeSpan limit, TimeSpan pause)
    {
        using var client = WholeSystem.ClientOf(run);
        var health = await JsonCall.GetAsync(client, "/health");
        Assert.False(health.Answered().Json.GetProperty("api_configured").GetBoolean());
        InTime(health, limit);
        foreach (var (path, body, estimates) in Calls)
        {
            var call = await AskAsync(client, path, body, pause);
            if (call.Took >= limit)
            {
                // A machine busy with something else delays one answer, a fault of ours both.
                _output.WriteLine($"asked again: {call}");
                call = await AskAsync(client, path, body, pause);
            }

            _output.WriteLine($"{path} {call.Took.TotalMilliseconds:0} ms");
            var marks = estimates(call.Answered().Json).ToArray();
            Assert.True(marks.Length > 0 && marks.All(mark => mark), call.ToString());
            InTime(call, limit);
        }
    }

    private static async Task<JsonCall> AskAsync(HttpClient client, string path, string? body, TimeSpan pause)
    {
        await Task.Delay(pause);
        return body is null ? await JsonCall.GetAsync(client, path) : await JsonCall.PostAsync(client, path, body);
    }

    private static void InTime(JsonCall call, TimeSpan limit) => Assert.True(call.Took < limit, $"later than {limit.TotalSeconds} s: {call}");

    private static (string Path, string? Body, Func<JsonElement, IEnumerable<bool>> Estimates)[] Calls =>
    [
        ("/api/v1/optimize", """{"workload":"training","priority":"carbon","duration_hours":48}""", answer =>
            answer.GetProperty("recommendation").GetProperty("recommendations").EnumerateArray().Select(item => item.GetProperty("is_carbon_estimate").GetBoolean())),
        ("/api/v1/regions", null, answer => answer.GetProperty("regions").EnumerateArray().Select(IsEstimate)),
        ("/api/v1/regions/eu-west-2", null, answer => [IsEstimate(answer.GetProperty("region_details"))]),
        ("/api/v1/calculate", """{"region":"eu-central-1","instance_type":"p4d.24xlarge"}""", answer => [IsEstimate(answer.GetProperty("calculation"))]),
        ("/api/v1/compare", """{"options":[{"region":"eu-west-2","instance_type":"m6i.large"},{"region":"eu-west-3","instance_type":"m6i.large"}]}""", answer =>
            answer.GetProperty("comparisons").EnumerateArray().Select(IsEstimate)),
        ("/api/v1/schedule", """{"region":"eu-west-2","duration_hours":6}""", answer => [IsEstimate(answer)]),
    ];

    private static bool IsEstimate(JsonElement item) => item.GetProperty("is_estimate").GetBoolean();
}
