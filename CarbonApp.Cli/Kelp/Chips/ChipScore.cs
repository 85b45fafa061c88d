using CarbonApp.Engine.Kelp.Accuracy;
using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Cli.Kelp.Chips;

/// <summary>What the detector found on a labelled chip, against the label.</summary>
/// <param name="Name">The chip's name.</param>
/// <param name="Counts">Pixels that the label knows and the scene shows.</param>
/// <param name="NotLabelled">Pixels the label does not know: left out.</param>
/// <param name="NotSeen">Pixels under cloud, shadow or without data: left out.</param>
/// <param name="NotSeenKelp">Those of which are labelled kelp.</param>
/// <param name="OnLandKelp">Labelled kelp on what was taken for land: counts as not found.</param>
/// <param name="Warnings">What makes the detection less than it could be.</param>
internal sealed record ChipScore(string Name, MaskAgreement Counts, long NotLabelled, long NotSeen, long NotSeenKelp, long OnLandKelp, IReadOnlyList<string> Warnings)
{
    private const PixelMask Hidden = PixelMask.NoData | PixelMask.Cloud | PixelMask.Shadow;

    public static ChipScore Of(string name, SceneDetection scene, bool?[] label)
    {
        var mask = scene.Map.Mask;
        bool?[] found = [.. mask.Select(m => (m & Hidden) != 0 ? null : (bool?)m.HasFlag(PixelMask.Kelp))];
        return new ChipScore(
            name,
            MaskAgreement.Of(label, found),
            label.LongCount(l => l is null),
            label.Zip(found).LongCount(p => p is { First: not null, Second: null }),
            label.Zip(found).LongCount(p => p is { First: true, Second: null }),
            label.Zip(mask).LongCount(p => p.First == true && (p.Second & Hidden) == 0 && p.Second.HasFlag(PixelMask.Land)),
            [.. scene.Warnings.Select(w => w.Message)]);
    }
}
