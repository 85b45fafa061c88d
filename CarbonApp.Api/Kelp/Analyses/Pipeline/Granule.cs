using System.Collections;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>A scene that was found, and what has become known of it so far.</summary>
internal sealed class Granule(SceneItem item)
{
    public SceneItem Item { get; } = item;

    /// <summary>Why it takes no part; null while it does.</summary>
    public string? LeftOut { get; private set; }

    /// <summary>Of the pixels of the area that scenes are looked at in, those it has data of; null before it was looked at.</summary>
    public BitArray? Shown { get; set; }

    /// <summary>Share of the area it covers, 0 to 1; null before it was looked at.</summary>
    public double? CoverageShare { get; set; }

    /// <summary>Share of what it covers of the area that is under cloud, 0 to 1; null where it has no classification.</summary>
    public double? CloudShare { get; set; }

    /// <summary>Bytes that looking took.</summary>
    public long SurveyBytes { get; set; }

    /// <summary>Takes it out; the first reason stays.</summary>
    public void LeaveOut(string reason) => LeftOut ??= reason;
}

/// <summary>One pass of a satellite over the area: granules taken within minutes of each other, each pixel of which one owns.</summary>
/// <param name="Key">Names it among the passes of an analysis, the same in every attempt.</param>
/// <param name="Granules">Those with most of the area first: the first that has a pixel owns it.</param>
/// <param name="At">When the first of them was taken.</param>
/// <param name="Tide">Height above chart datum, m; null where it is not known or not wanted.</param>
internal sealed record ScenePass(string Key, IReadOnlyList<Granule> Granules, DateTimeOffset At, AnalysisTide? Tide)
{
    /// <summary>Share of the area covered. What several granules show counts once: those of two zones may show the same half of it.</summary>
    public double CoverageShare { get; } = ShareShown(Granules);

    /// <summary>Share of the area covered that is under cloud.</summary>
    public double CloudShare => Granules.Sum(g => (g.CoverageShare ?? 0) * (g.CloudShare ?? 0)) / Math.Max(1e-9, Granules.Sum(g => g.CoverageShare ?? 0));

    public (int Year, int Quarter) Quarter => QuarterOf(At);

    public static (int Year, int Quarter) QuarterOf(DateTimeOffset at) => (at.UtcDateTime.Year, ((at.UtcDateTime.Month - 1) / 3) + 1);

    private static double ShareShown(IReadOnlyList<Granule> granules)
    {
        var shown = new BitArray(granules[0].Shown!);
        foreach (var granule in granules.Skip(1))
        {
            shown.Or(granule.Shown!);
        }

        return shown.Cast<bool>().Average(pixel => pixel ? 1.0 : 0);
    }
}
