using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CarbonApp.AppHost.Tests.Standalone;

namespace CarbonApp.AppHost.Tests.Acceptance;

/// <summary>Callers who never stop asking, and judge every answer against what is known to be right.</summary>
internal sealed class SystemLoad : IAsyncDisposable
{
    private const string Signals = "/api/v2/signals/GB?from=2020-06-01T00:00Z&to=2020-06-04T00:00Z";
    private readonly HttpClient _api;
    private readonly HttpClient _web;
    private readonly string _storedSlots;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<Verdict> _verdicts = [];
    private readonly Task[] _callers;

    private SystemLoad(HttpClient api, HttpClient web, string storedSlots)
    {
        (_api, _web, _storedSlots) = (api, web, storedSlots);
        _callers =
        [
            .. Enumerable.Range(0, 3).Select(first => CallAsync(turn => PlanAsync(GreatBritainWindow.All[(first + turn) % GreatBritainWindow.All.Count]))),
            CallAsync(_ => SignalsAsync()),
            CallAsync(_ => RegionsAsync()),
            CallAsync(_ => PageAsync()),
        ];
    }

    /// <summary>How an answer relates to what is stored.</summary>
    public enum Answer
    {
        /// <summary>Exactly what is stored.</summary>
        Exact,

        /// <summary>An estimate that says it is one.</summary>
        SaidToBeEstimated,

        /// <summary>Neither: a wrong figure, an error, no answer.</summary>
        Wrong,
    }

    /// <summary>Everything answered so far, in the order in which it was answered.</summary>
    public IReadOnlyList<Verdict> Verdicts => [.. _verdicts];

    public static async Task<SystemLoad> StartAsync(HostRun run)
    {
        var api = WholeSystem.ClientOf(run);
        var stored = (await JsonCall.GetAsync(api, Signals)).Answered().Json.GetProperty("slots");
        Assert.All(stored.EnumerateArray(), slot => Assert.Equal("measured", slot.GetProperty("status").GetString()));
        return new SystemLoad(api, WholeSystem.ClientOf(run, "web"), stored.GetRawText());
    }

    /// <summary>Waits until the question of every kind was asked after <paramref name="moment"/> and answered exactly, some times in a row.</summary>
    /// <returns>Seconds from <paramref name="moment"/> to the last answer that was not exact; 0 when all were.</returns>
    public async Task<double> ExactAgainAsync(long moment, TimeSpan limit)
    {
        const int InARow = 5;
        while (true)
        {
            var later = Verdicts.Where(verdict => verdict.Began >= moment).GroupBy(verdict => verdict.Kind).ToArray();
            if (later.Length == 4 && later.All(kind => kind.Count() >= InARow && kind.TakeLast(InARow).All(verdict => verdict.Answer == Answer.Exact)))
            {
                return Verdicts.Where(verdict => verdict.Began >= moment && verdict.Answer != Answer.Exact)
                    .Select(verdict => Stopwatch.GetElapsedTime(moment, verdict.Ended).TotalSeconds).DefaultIfEmpty(0).Max();
            }

            Assert.True(Stopwatch.GetElapsedTime(moment) < limit, $"not well {limit.TotalSeconds} s later:\n{Describe()}");
            await Task.Delay(50);
        }
    }

    /// <summary>Counts by kind and answer, and the faults, for messages.</summary>
    public string Describe()
    {
        var verdicts = Verdicts;
        var counts = verdicts.GroupBy(verdict => (verdict.Kind, verdict.Answer)).Select(group => string.Create(
            CultureInfo.InvariantCulture,
            $"{group.Key.Kind} {group.Key.Answer}: {group.Count()}, slowest {group.Max(verdict => verdict.Took.TotalMilliseconds):0} ms"));
        return string.Join('\n', [.. counts, .. verdicts.Where(verdict => verdict.Answer == Answer.Wrong).Take(5).Select(verdict => verdict.Detail)]);
    }

    /// <summary>Ends the load; every call begun is answered and judged.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_callers);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
        _api.Dispose();
        _web.Dispose();
    }

    private async Task CallAsync(Func<int, Task<(string Kind, Answer Answer, string Detail)>> ask)
    {
        // Yields first: callers begin side by side.
        await Task.Yield();
        for (var turn = 0; !_stopping.IsCancellationRequested; turn++)
        {
            var began = Stopwatch.GetTimestamp();
            var (kind, answer, detail) = await ask(turn);
            _verdicts.Enqueue(new Verdict(kind, answer, detail, began, Stopwatch.GetTimestamp()));

            // A steady load that leaves the machine room to start servers again.
            await Task.Delay(20);
        }
    }

    private Task<(string, Answer, string)> PlanAsync(GreatBritainWindow window) => JudgeAsync(
        "plan",
        () => JsonCall.PostAsync(_api, "/api/v2/plan", window.Question()),
        call => window.Fault(call.Json) is null && !SaysEstimated(call.Json) ? Answer.Exact
            : SaysEstimated(call.Json) ? Answer.SaidToBeEstimated
            : Answer.Wrong);

    private Task<(string, Answer, string)> SignalsAsync() => JudgeAsync(
        "signals",
        () => JsonCall.GetAsync(_api, Signals),
        call => call.Json.GetProperty("slots").GetRawText() == _storedSlots ? Answer.Exact
            : call.Json.GetProperty("slots").EnumerateArray().All(slot => slot.GetProperty("status").GetString() == "estimated") ? Answer.SaidToBeEstimated
            : Answer.Wrong);

    /// <summary>Nothing is stored of the present, so its estimates are all there is to know: marked, complete, cleanest first.</summary>
    private Task<(string, Answer, string)> RegionsAsync() => JudgeAsync(
        "regions",
        () => JsonCall.GetAsync(_api, "/api/v1/regions"),
        call =>
        {
            var regions = call.Json.GetProperty("regions").EnumerateArray().ToArray();
            var known = regions.Select(region => region.GetProperty("carbon_intensity")).Where(value => value.ValueKind == JsonValueKind.Number).Select(value => value.GetDouble()).ToArray();
            return regions.Length == call.Json.GetProperty("total_regions").GetInt32() && known.Length > 30 && known.SequenceEqual(known.Order())
                && regions.All(region => region.GetProperty("is_estimate").GetBoolean()) ? Answer.Exact : Answer.Wrong;
        });

    private Task<(string, Answer, string)> PageAsync() => JudgeAsync(
        "page",
        () => JsonCall.GetAsync(_web, "/"),
        call => call.Text.Contains("<table", StringComparison.Ordinal) ? Answer.Exact : Answer.Wrong);

    private static async Task<(string, Answer, string)> JudgeAsync(string kind, Func<Task<JsonCall>> ask, Func<JsonCall, Answer> judge)
    {
        try
        {
            var call = await ask();
            return (kind, call.Status == 200 ? judge(call) : Answer.Wrong, call.ToString());
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or JsonException or KeyNotFoundException)
        {
            return (kind, Answer.Wrong, $"{kind}: {exception.Message}");
        }
    }

    /// <summary>In words for people and programs, and with the share.</summary>
    private static bool SaysEstimated(JsonElement plan) =>
        plan.GetProperty("warnings").EnumerateArray().Any(warning => warning.GetString() == "ESTIMATED_SIGNAL")
        && plan.GetProperty("provenance").EnumerateArray().Any(origin => origin.GetProperty("estimatedShare").GetDouble() > 0);

    /// <summary>One answer, judged.</summary>
    /// <param name="Kind">What was asked.</param>
    /// <param name="Answer">The judgement.</param>
    /// <param name="Detail">The call and its answer.</param>
    /// <param name="Began">Timestamp of the question.</param>
    /// <param name="Ended">Timestamp of the answer.</param>
    internal sealed record Verdict(string Kind, Answer Answer, string Detail, long Began, long Ended)
    {
        public TimeSpan Took => Stopwatch.GetElapsedTime(Began, Ended);
    }
}
