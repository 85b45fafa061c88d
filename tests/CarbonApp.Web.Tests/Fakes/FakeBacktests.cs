using System.Text.Json;
using CarbonApp.Api.Grid.Backtests;
using CarbonApp.Api.Jobs;

namespace CarbonApp.Web.Tests.Fakes;

/// <summary>Runs in every state. Figures are made up, shaped like the published ones.</summary>
internal sealed class FakeBacktests
{
    public const string Done = "01KTESTJ0BD0NE000000000000", Many = "01KTESTJ0BMANY000000000000", Running = "01KTESTJ0BRVNN1NG000000000", Failed = "01KTESTJ0BFA11ED0000000000";

    /// <summary>A run that ends as soon as its events were followed.</summary>
    public const string Followed = "01KTESTJ0BF0110WED00000000";

    private bool _followed;

    /// <summary>The last that was posted.</summary>
    public BacktestRequest? Posted { get; private set; }

    /// <summary>Whether the run was cancelled.</summary>
    public bool Cancelled { get; private set; }

    public JobResponse Post(BacktestRequest request, DateTimeOffset now)
    {
        Posted = request;
        return Job(Running, now)!;
    }

    public JobResponse? Cancel(string id, DateTimeOffset now)
    {
        Cancelled |= id == Running;
        return Job(id, now);
    }

    public JobsResponse List(DateTimeOffset now, string state) =>
        new() { Jobs = state == "empty" ? [] : [.. new[] { Running, Done, Many, Failed }.Select(id => Job(id, now)!)], Next = state == "empty" ? null : Failed };

    public JobResponse? Job(string id, DateTimeOffset now) => id switch
    {
        Done or Many => Job(id, "completed", 1, now),
        Followed => Job(id, _followed ? "completed" : "running", _followed ? 1 : 0.25, now),
        Running => Job(id, Cancelled ? "cancelled" : "running", 0.425, now),
        Failed => Job(id, "failed", 0.1, now) with { Problem = JsonSerializer.SerializeToElement(new { code = "NO_SIGNAL", detail = "Nothing of XT-01 is stored in this period." }) },
        _ => null,
    };

    /// <summary>Two events, then the end.</summary>
    public async IAsyncEnumerable<(string Name, JobResponse Job)> EventsAsync(string id, DateTimeOffset now)
    {
        // The second stays long enough to be seen on a slow machine before the page is shown anew.
        foreach (var (part, seconds) in ((double, double)[])[(0.5, 0.4), (0.75, 5)])
        {
            yield return ("progress", Job(id, now)! with { Progress = part, Stage = "zone 2 of 3" });
            await Task.Delay(TimeSpan.FromSeconds(seconds));
        }

        _followed = true;
        yield return ("ended", Job(id, now)!);
    }

    public static BacktestResponse? Result(string id, DateTimeOffset now) => id is Done or Many or Followed
        ? new BacktestResponse
        {
            JobId = id, From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), To = new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero), Signal = "average", Factor = "lifecycle",
            Preset = id == Many ? "eurosys24" : "lets-wait-awhile-nightly", Mode = id == Many ? null : "corrected", Forecast = id == Many ? "perfect" : "noise", ErrorPercent = id == Many ? null : 5,
            Seconds = 1.24, Rows = [.. Rows(id)],
            Zones = [.. Zones(id).Select(z => new BacktestZone { Zone = z, SlotMinutes = 30, Slots = 17_568, KnownSlots = 17_560, JobsLeftOut = 1, MeanIntensity = 186.4 })],
        }
        : null;

    private static string[] Zones(string id) => id == Many ? ["GB", "DE", "FR", "PL"] : ["GB"];

    private static IEnumerable<BacktestRow> Rows(string id)
    {
        string[] sets = id == Many ? ["1 h + 24 h", "6 h + 24 h", "24 h + 168 h"] : ["±1 h", "±2 h", "±4 h", "±6 h", "±8 h"];
        foreach (var (zone, z) in Zones(id).Select((zone, z) => (zone, z)))
        {
            foreach (var (set, s) in sets.Select((set, s) => (set, s)))
            {
                foreach (var (policy, p) in new[] { ("run-now", 0), ("contiguous", 1), ("interruptible", 2), ("threshold", 3) })
                {
                    var saving = p == 0 ? 0 : p == 3 && s == 0 ? -0.6 : (2.5 * Math.Sqrt(s + 1)) + z + (0.4 * p);
                    var draws = id == Many || p is 0 or 3 ? null : Enumerable.Range(0, 10).Select(d => saving + (0.05 * (d - 4.5))).ToArray();
                    yield return new BacktestRow
                    {
                        Zone = zone, JobSet = set, Policy = policy, Jobs = 365, MeanIntensity = 186 * (1 - (saving / 100)), EmissionsG = 34_000 * (1 - (saving / 100)), RunNowG = 34_000, OracleG = 30_000,
                        SavingPct = saving, RegretPct = 13.3 - saving, SavingPctBySeed = draws, SavingPctDeviation = draws is null ? null : 0.144,
                    };
                }
            }
        }
    }

    private static JobResponse Job(string id, string status, double progress, DateTimeOffset now) => new()
    {
        Id = id, Kind = "backtest", Status = status, Progress = progress, Stage = "zone 1 of 3", Attempts = 1, CreatedAt = now.AddMinutes(-3), StartedAt = now.AddMinutes(-3),
        EndedAt = status == "running" ? null : now.AddMinutes(-2), ResultUrl = status == "completed" ? $"/api/v2/backtest/{id}" : null,
    };
}
