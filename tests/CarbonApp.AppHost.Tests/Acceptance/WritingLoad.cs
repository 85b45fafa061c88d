using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CarbonApp.AppHost.Tests.Standalone;

namespace CarbonApp.AppHost.Tests.Acceptance;

/// <summary>
/// Callers who go on posting plans, imports and jobs and opening pages, whatever dies, and remember what was acknowledged. A plan is asked for
/// once under each name; an import or a job again under its key until it is through, as a careful client does.
/// </summary>
internal sealed class WritingLoad : IAsyncDisposable
{
    public const int RowsPerImport = 2_000;

    private static readonly DateTimeOffset Begin = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly HttpClient _api;
    private readonly HttpClient _web;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<Success> _successes = [];
    private readonly Task[] _callers;
    private readonly ConcurrentDictionary<string, int> _failures = [];

    private WritingLoad(HttpClient api, HttpClient web)
    {
        (_api, _web) = (api, web);
        _callers =
        [
            CallAsync("plan", turn => PlanAsync(_api, $"direct-{turn}")),
            CallAsync("plan by way of Web", turn => PlanAsync(_web, $"web-{turn}")),
            CallAsync("import", ImportAsync),
            CallAsync("job", JobAsync),
            CallAsync("page", _ => PageAsync()),
        ];
    }

    /// <summary>Ids of plans that were answered as kept, by the name their job was given.</summary>
    public ConcurrentDictionary<string, string> Plans { get; } = [];

    /// <summary>Zones of imports that were answered as complete, by their key; every value is the import's number.</summary>
    public ConcurrentDictionary<string, (string Zone, int Value)> Imports { get; } = [];

    /// <summary>Ids of jobs that were accepted, by their key.</summary>
    public ConcurrentDictionary<string, string> Jobs { get; } = [];

    /// <summary>Calls that failed or were answered with an error, which is nobody's fault while a part is dead.</summary>
    public string Failures => string.Join(", ", _failures.OrderByDescending(failure => failure.Value).Select(failure => $"{failure.Value} × {failure.Key}"));

    public static async Task<WritingLoad> StartAsync(HostRun run)
    {
        var api = WholeSystem.ClientOf(run);
        (await ImportAsync(api, "base", "GB", hour => 100 + (hour % 24))).Answered();
        return new WritingLoad(api, WholeSystem.ClientOf(run, "web"));
    }

    /// <summary>Waits until every kind of call that began after a moment has succeeded.</summary>
    public async Task WellSinceAsync(long moment)
    {
        while (RecoveredAfter(moment) is null)
        {
            Assert.True(Stopwatch.GetElapsedTime(moment) < Limit, $"not every kind of call succeeds {Limit.TotalSeconds} s later");
            await Task.Delay(100);
        }
    }

    /// <summary>From a moment to the first success of the kind of call that took longest to succeed again; null where one never did.</summary>
    public TimeSpan? RecoveredAfter(long moment)
    {
        var first = _successes.Where(success => success.Began >= moment).GroupBy(success => success.Kind).Select(kind => kind.Min(success => success.Ended)).ToArray();
        return first.Length == _callers.Length ? Stopwatch.GetElapsedTime(moment, first.Max()) : null;
    }

    /// <summary>Ends the load once all that was begun is through.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_callers);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        // What went wrong is told by who stops the load.
        await Task.WhenAll(_callers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        _api.Dispose();
        _web.Dispose();
    }

    private async Task CallAsync(string kind, Func<int, Task<bool>> act)
    {
        // Yields first: callers begin side by side.
        await Task.Yield();
        for (var turn = 0; !_stopping.IsCancellationRequested; turn++)
        {
            var began = Stopwatch.GetTimestamp();
            if (await act(turn))
            {
                _successes.Enqueue(new Success(kind, began, Stopwatch.GetTimestamp()));
            }

            // Leaves the machine room to start servers again.
            await Task.Delay(100);
        }
    }

    private async Task<bool> PlanAsync(HttpClient client, string name)
    {
        var plan = await TryAsync(() => JsonCall.PostAsync(client, "/api/v2/plan", $$"""
            {"job":{"id":"{{name}}","duration":"PT3H"},"sites":[{"zone":"GB"}],"asOf":"2024-01-05T00:00:00Z"}
            """));
        if (plan is null)
        {
            return false;
        }

        if (plan.Value.GetProperty("warnings").EnumerateArray().Any(warning => warning.GetString() == "NOT_STORED"))
        {
            Failed("plan that says it is not stored");
            return false;
        }

        Plans[name] = plan.Value.GetProperty("planId").GetString()!;
        return true;
    }

    private async Task<bool> ImportAsync(int turn)
    {
        var (key, zone) = ($"import-{turn}", string.Create(CultureInfo.InvariantCulture, $"ZZ-{turn}"));
        await InsistAsync(() => ImportAsync(_api, key, zone, _ => turn), import => import.GetProperty("status").GetString() == "completed");
        Imports[key] = (zone, turn);
        return true;
    }

    private async Task<bool> JobAsync(int turn)
    {
        var key = $"job-{turn}";
        var body = """
            {"zones":["GB"],"from":"2024-01-20T00:00:00Z","to":"2024-01-27T00:00:00Z","policies":["contiguous"],
             "jobs":{"preset":"eurosys24","jobHours":[3],"slackHours":[24]},"forecast":{"kind":"own"}}
            """;
        var posted = await InsistAsync(() => JsonCall.PostAsync(_api, "/api/v2/backtest", body, key), _ => true);
        Jobs[key] = posted.GetProperty("id").GetString()!;
        await InsistAsync(() => JsonCall.GetAsync(_api, $"/api/v2/jobs/{Jobs[key]}"), job => job.GetProperty("endedAt").ValueKind == JsonValueKind.String);
        return true;
    }

    private async Task<bool> PageAsync()
    {
        var page = await TryAsync(async () =>
        {
            var call = await JsonCall.GetAsync(_web, "/");
            return call with { Text = call.Text.Contains("<table", StringComparison.Ordinal) ? "{}" : "" };
        });
        return page is not null;
    }

    private static Task<JsonCall> ImportAsync(HttpClient api, string key, string zone, Func<int, double> value)
    {
        var text = new StringBuilder("datetime,value\n");
        for (var hour = 0; hour < RowsPerImport; hour++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Begin.AddHours(hour):yyyy-MM-dd HH:mm},{value(hour)}\n");
        }

        var content = new StringContent(text.ToString(), new MediaTypeHeaderValue("text/csv"));
        return JsonCall.PostAsync(api, $"/api/v2/imports?zone={zone}", content, key);
    }

    /// <summary>Calls until the answer is as wanted.</summary>
    private async Task<JsonElement> InsistAsync(Func<Task<JsonCall>> call, Func<JsonElement, bool> wanted)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Limit; await Task.Delay(200))
        {
            if (await TryAsync(call) is { } answer && wanted(answer))
            {
                return answer;
            }
        }

        throw new TimeoutException($"not through within {Limit.TotalSeconds} s: {await call()}");
    }

    /// <summary>What was answered, null where that was an error or nothing.</summary>
    private async Task<JsonElement?> TryAsync(Func<Task<JsonCall>> call)
    {
        try
        {
            var answer = await call();
            if (answer.Status is 200 or 202)
            {
                return answer.Json;
            }

            Failed($"{answer.Status} {answer.Name.Split('/')[^1].Split('?')[0]}");
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or JsonException)
        {
            Failed(exception.GetType().Name);
        }

        return null;
    }

    private void Failed(string how) => _failures.AddOrUpdate(how, 1, (_, count) => count + 1);

    /// <summary>Timestamps of a call that did what it should.</summary>
    private sealed record Success(string Kind, long Began, long Ended);
}
