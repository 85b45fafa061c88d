using CarbonApp.Api.Jobs;
using CarbonApp.Api.Kelp.Catalog;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>The scenes of an analysis, searched.</summary>
/// <param name="Catalog">Where they are from.</param>
/// <param name="Grids">The grids they are on.</param>
/// <param name="Zone">Why those.</param>
/// <param name="Granules">Every scene that was found, by time, those left out among them.</param>
/// <param name="Passes">Those that were searched, by time.</param>
/// <param name="Scores">How good a date each pass is, by key.</param>
/// <param name="Tides">The tide at the area.</param>
/// <param name="Notes">What the catalogues said.</param>
internal sealed record FoundScenesOf(
    ISceneCatalog Catalog, ZoneGrids Grids, ZoneChoice Zone, IReadOnlyList<Granule> Granules, IReadOnlyList<FoundPass> Passes, IReadOnlyDictionary<string, double> Scores, TideBook Tides,
    IReadOnlyList<string> Notes)
{
    /// <summary>The grid that they are put together on.</summary>
    public AreaGrid Area => Grids.Analysis;
}

/// <summary>Finds scenes, chooses the best dates and searches them.</summary>
internal sealed class SceneWork(SceneFinder finder, PassWork passes)
{
    /// <summary>Scenes taken of a catalogue at most: 12 years of a pass every 2.5 days over one tile.</summary>
    private const int MostScenes = 2_000;

    // Parts of the whole that the steps take, by what was seen on real scenes.
    private const double SearchedAt = 0.02;
    private const double SurveyedAt = 0.12;
    private const double DetectedAt = 0.85;

    /// <summary>What was found; passes may be empty, and the granules say why.</summary>
    public async Task<FoundScenesOf> FindAsync(JobRun run, AnalysisQuestion question, CancellationToken cancellationToken)
    {
        run.Progress.Report(new JobStep(0, "asking the catalogue for scenes"));
        var bounds = question.Area.Bounds;
        var query = SceneQuery.Of(question.Area, question.From, question.To) with { Limit = MostScenes };
        var found = await finder.FindAsync(query, question.Request.Catalog, progress: null, cancellationToken);
        List<Granule> granules = [.. found.Scenes.Where(s => question.Months.Contains(s.AcquiredAt.UtcDateTime.Month)).Select(s => new Granule(s))];

        var middle = AnalysisQuestion.MiddleOf(bounds);
        var zone = ZoneChoice.Of(granules, question.Area, cancellationToken);
        var grids = ZoneGrids.Of(question, zone, cancellationToken);
        var tides = new TideBook(middle.LatitudeDegrees, middle.LongitudeDegrees);
        Granule[] candidates = [.. granules.Where(g => g.LeftOut is null)];
        await SceneSurvey.LookAsync(
            found.Catalog, candidates, grids, question.Request.MaxCloudShare,
            looked => run.Progress.Report(new JobStep(Between(SearchedAt, SurveyedAt, looked, candidates.Length), $"looked at {looked} of {candidates.Length} scenes for cloud")),
            cancellationToken);

        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        var chosen = SceneChoice.Choose(
            candidates, question.Request.ScenesPerQuarter, at => question.Request.TideCorrection ? tides.At(at) : null, scores);
        var notes = found.Complete ? found.Notes : [.. found.Notes, $"The catalogue has more than {MostScenes} scenes of the period; only so many were looked at."];
        return new(found.Catalog, grids, zone, granules, await SearchAsync(run, question, found.Catalog, grids, chosen, cancellationToken), scores, tides, notes);
    }

    private async Task<IReadOnlyList<FoundPass>> SearchAsync(
        JobRun run, AnalysisQuestion question, ISceneCatalog catalog, ZoneGrids grids, IReadOnlyList<ScenePass> chosen, CancellationToken cancellationToken)
    {
        var searched = new List<FoundPass>();
        foreach (var pass in chosen)
        {
            var step = $"date {searched.Count + 1} of {chosen.Count}: {pass.At.UtcDateTime:yyyy-MM-dd}";
            var progress = new Told(share => run.Progress.Report(new JobStep(Between(SurveyedAt, DetectedAt, searched.Count + share, chosen.Count), step)));
            progress.Report(0);
            var found = await passes.FindAsync(run.Id, pass, catalog, grids, AnalysisNames.ToProfile(question.Request.Detector), progress, cancellationToken);
            foreach (var granule in pass.Granules)
            {
                if (found.Summary.Granules.First(s => s.Id == granule.Item.Id).Fault is { } fault)
                {
                    granule.LeaveOut(fault);
                }
            }

            searched.Add(found);
        }

        return [.. searched.Where(f => f.Summary.Counts is not null)];
    }

    private static double Between(double from, double to, double done, int all) => from + ((to - from) * done / Math.Max(1, all));

    /// <summary>Reports at once, not on some later thread as the framework's Progress does.</summary>
    private sealed class Told(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
