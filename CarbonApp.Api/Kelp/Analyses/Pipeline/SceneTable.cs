namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>The table of scenes: every one that was found, with what was made of it.</summary>
internal static class SceneTable
{
    /// <summary>Scenes listed at most: those used, then the newest of the others.</summary>
    private const int MostListed = 1_000;

    public static IReadOnlyList<AnalysisScene> Of(FoundScenesOf found, double longitude)
    {
        var byId = found.Passes.SelectMany(f => f.Summary.Granules.Select(g => (f.Pass, Summary: g))).ToDictionary(g => g.Summary.Id, StringComparer.Ordinal);
        return [.. found.Granules
            .OrderByDescending(g => g.LeftOut is null).ThenByDescending(g => g.Item.AcquiredAt).Take(MostListed)
            .OrderBy(g => g.Item.AcquiredAt).ThenBy(g => g.Item.Id, StringComparer.Ordinal)
            .Select(granule => byId.TryGetValue(granule.Item.Id, out var known)
                ? Row(granule, known.Pass, known.Summary, found.Scores[known.Pass.Key], longitude)
                : Row(granule, null, null, null, longitude))];
    }

    private static AnalysisScene Row(Granule granule, ScenePass? pass, GranuleSummary? summary, double? score, double longitude) => new()
    {
        Id = granule.Item.Id,
        DatetimeUtc = granule.Item.AcquiredAt,
        LocalOverpass = SolarTime(granule.Item.AcquiredAt, longitude),
        Tile = granule.Item.MgrsTile ?? "",
        Used = granule.LeftOut is null,
        LeftOutReason = granule.LeftOut,
        Score = score,
        CoverageShare = granule.CoverageShare,
        CloudShare = granule.CloudShare,
        ValidShare = summary?.ValidShare,
        ProcessingBaseline = summary?.Baseline ?? granule.Item.Baseline?.ToString(),
        OffsetDn = summary?.OffsetDn,
        OffsetRule = summary?.OffsetRule,
        Tide = pass?.Tide,
        KelpAreaM2 = summary?.KelpAreaM2,
        NearSurfaceM2 = summary?.NearSurfaceM2,
        Water = summary?.Water,
        BytesRead = (summary?.BytesRead ?? 0) + granule.SurveyBytes,
    };

    /// <summary>Mean solar time: four minutes a degree. No zone, as it is none.</summary>
    private static string SolarTime(DateTimeOffset at, double longitude) =>
        at.UtcDateTime.AddMinutes(4 * longitude).ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
}
