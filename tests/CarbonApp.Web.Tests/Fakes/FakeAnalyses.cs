using System.Text.Json;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Kelp.Analyses;

namespace CarbonApp.Web.Tests.Fakes;

/// <summary>Analyses of kelp in every state. Figures are made up, in proportion to the published ones.</summary>
internal sealed class FakeAnalyses
{
    public const string Done = "01KTESTKE1PD0NE00000000000", Bare = "01KTESTKE1PBARE00000000000", Running = "01KTESTKE1PRVNN1NG00000000", Failed = "01KTESTKE1PFA11ED000000000",
        Cancelled = "01KTESTKE1PCANCE11ED000000";

    /// <summary>An analysis that ends as soon as its events were followed.</summary>
    public const string Followed = "01KTESTKE1PF0110WED0000000";

    private static readonly JsonElement Coast = JsonElement.Parse("""{"type":"Polygon","coordinates":[[[-121.95,36.59],[-121.9,36.59],[-121.9,36.62],[-121.95,36.59]]]}""");

    private bool _followed;

    /// <summary>The last that was posted.</summary>
    public AnalysisRequest? Posted { get; private set; }

    /// <summary>Whether the running one was cancelled.</summary>
    public bool WasCancelled { get; private set; }

    public AnalysisResponse Post(AnalysisRequest request, DateTimeOffset now)
    {
        Posted = request;
        return Find(Running, now)!;
    }

    public AnalysisResponse? Cancel(string id, DateTimeOffset now)
    {
        WasCancelled |= id == Running;
        return Find(id, now);
    }

    public AnalysesResponse List(DateTimeOffset now, string state) => new()
    {
        Analyses = state == "empty" ? [] : [.. new[] { Running, Done, Bare, Failed, Cancelled }.Select(id => Item(Find(id, now)!))],
        Next = state == "empty" ? null : Cancelled,
    };

    public AnalysisResponse? Find(string id, DateTimeOffset now) => id switch
    {
        Done or Bare => Response(id, "completed", 1, now),
        Followed => Response(id, _followed ? "completed" : "running", _followed ? 1 : 0.25, now),
        Running => Response(id, WasCancelled ? "cancelled" : "running", 0.425, now),
        Cancelled => Response(id, "cancelled", 0.3, now),
        Failed => Response(id, "failed", 0.1, now) with
        {
            Problem = JsonSerializer.SerializeToElement(new { code = "NO_SCENE", detail = "No scene of 1 Jun 2024 to 1 Sep 2024 shows the area: 14 were found, all with more than 50 % of it under cloud. Ask for a longer period or allow more cloud." }),
        },
        _ => null,
    };

    /// <summary>Two events, then the end; of one that is just running nothing for long.</summary>
    public async IAsyncEnumerable<(string Name, JobResponse Job)> EventsAsync(string id, DateTimeOffset now)
    {
        if (id != Followed)
        {
            await Task.Delay(TimeSpan.FromSeconds(30));
            yield break;
        }

        // The second stays long enough to be seen on a slow machine before the page is shown anew.
        foreach (var (part, seconds) in ((double, double)[])[(0.5, 0.3), (0.75, 2)])
        {
            yield return ("progress", Job(id, now) with { Progress = part, Stage = "scene 9 of 12" });
            await Task.Delay(TimeSpan.FromSeconds(seconds));
        }

        _followed = true;
        yield return ("ended", Job(id, now) with { Status = "completed", Progress = 1 });
    }

    private static JobResponse Job(string id, DateTimeOffset now) => new()
    {
        Id = id, Kind = "analysis", Status = "running", Progress = 0.25, Attempts = 1, CreatedAt = now.AddMinutes(-2), StartedAt = now.AddMinutes(-2),
    };

    private static AnalysisResponse Response(string id, string state, double progress, DateTimeOffset now) => new()
    {
        Id = id, State = state, Progress = progress, Step = state == "running" ? "scene 5 of 12" : null, Attempts = id == Running ? 2 : 1,
        CreatedAt = now.AddMinutes(-3), StartedAt = now.AddMinutes(-3), EndedAt = state == "running" ? null : now.AddMinutes(-1),
        Request = new AnalysisRequest
        {
            Aoi = new() { Point = new() { Lat = 36.62, Lon = -121.93 }, RadiusKm = 3 }, Name = id is Done or Followed ? "Point Pinos, Monterey" : null,
            From = new(2016, 1, 1, 0, 0, 0, TimeSpan.Zero), To = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), Months = [7, 8, 9], Catalog = null,
            Land = id is Bare or Failed ? Coast : null, TooDeep = id == Bare ? Coast : null,
        },
        Result = state == "completed" ? FakeResults.Of(id, bare: id == Bare) : null,
        Links = new()
        {
            Self = $"/api/v2/analyses/{id}", Events = $"/api/v2/jobs/{id}/events", Cancel = state == "running" ? $"/api/v2/analyses/{id}/cancel" : null,
            Downloads = state == "completed" ? FakeResults.Downloads(id) : [],
        },
    };

    private static AnalysisItem Item(AnalysisResponse analysis) => new()
    {
        Id = analysis.Id, Name = analysis.Request.Name, State = analysis.State, Progress = analysis.Progress, Step = analysis.Step, CreatedAt = analysis.CreatedAt,
        EndedAt = analysis.EndedAt, Bbox = FakeResults.Bbox, From = analysis.Request.From!.Value, To = analysis.Request.To!.Value,
        CanopyAreaM2 = analysis.Result?.CanopyAreaM2, CarbonStockT = analysis.Result?.CarbonStockT, Demo = analysis.Result?.Provenance.Demo == true, Url = $"/api/v2/analyses/{analysis.Id}",
    };
}
