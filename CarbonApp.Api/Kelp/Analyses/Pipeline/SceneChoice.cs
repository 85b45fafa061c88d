namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>Chooses the passes that are worth reading: the best of each quarter.</summary>
internal static class SceneChoice
{
    /// <summary>Granules of one pass are taken within this of each other: a pass over Europe takes some 4 minutes.</summary>
    private static readonly TimeSpan PassLength = TimeSpan.FromMinutes(10);

    /// <summary>A metre of tide costs a date the factor e (kelp.md section 4).</summary>
    private const double TideScaleMetres = 1;

    /// <summary>The best passes of each quarter, by time; the others are left out.</summary>
    /// <param name="granules">Surveyed.</param>
    /// <param name="perQuarter">Passes to take of a quarter.</param>
    /// <param name="tideAt">The tide at an overpass; null where it is not known.</param>
    /// <param name="scores">Filled in: how good each pass is, against the best tide there was.</param>
    public static IReadOnlyList<ScenePass> Choose(
        IEnumerable<Granule> granules, int perQuarter, Func<DateTimeOffset, AnalysisTide?> tideAt, IDictionary<string, double> scores)
    {
        var passes = Passes(granules.Where(g => g.LeftOut is null), tideAt);
        var lowest = passes.Min(p => p.Tide?.HeightM) ?? 0;
        foreach (var pass in passes)
        {
            var tide = pass.Tide is { } known ? Math.Exp(-(known.HeightM - lowest) / TideScaleMetres) : 1;
            scores[pass.Key] = pass.CoverageShare * (1 - pass.CloudShare) * tide;
        }

        var chosen = new List<ScenePass>();
        foreach (var quarter in passes.GroupBy(p => p.Quarter))
        {
            var ranked = quarter.OrderByDescending(p => scores[p.Key]).ThenBy(p => p.At).ToArray();
            chosen.AddRange(ranked.Take(perQuarter));
            foreach (var granule in ranked.Skip(perQuarter).SelectMany(p => p.Granules))
            {
                granule.LeaveOut($"{perQuarter} dates of the quarter show the area better (more of it, less cloud or lower tide)");
            }
        }

        return [.. chosen.OrderBy(p => p.At)];
    }

    private static List<ScenePass> Passes(IEnumerable<Granule> granules, Func<DateTimeOffset, AnalysisTide?> tideAt)
    {
        var passes = new List<ScenePass>();
        foreach (var platform in granules.GroupBy(g => g.Item.Platform ?? "").OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var open = new List<Granule>();
            foreach (var granule in platform.OrderBy(g => g.Item.AcquiredAt).ThenBy(g => g.Item.Id, StringComparer.Ordinal))
            {
                if (open.Count > 0 && granule.Item.AcquiredAt - open[0].Item.AcquiredAt > PassLength)
                {
                    passes.Add(Close(open, tideAt));
                    open = [];
                }

                open.Add(granule);
            }

            passes.Add(Close(open, tideAt));
        }

        return passes;
    }

    private static ScenePass Close(List<Granule> granules, Func<DateTimeOffset, AnalysisTide?> tideAt)
    {
        var at = granules[0].Item.AcquiredAt;
        return new(
            $"{at.UtcDateTime:yyyyMMdd'T'HHmmss} {granules[0].Item.Platform}".TrimEnd(),
            [.. granules.OrderByDescending(g => g.CoverageShare).ThenBy(g => g.Item.Id, StringComparer.Ordinal)],
            at,
            tideAt(at));
    }
}
