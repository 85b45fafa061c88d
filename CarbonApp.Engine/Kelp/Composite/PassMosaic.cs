using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>Granules of one pass overlap at their edges, where they show the same moment twice. Each pixel gets one owner, so that no canopy counts twice
/// and no date twice.</summary>
public static class PassMosaic
{
    /// <summary>One scene per pass, by time. The owner of a pixel is the granule with the most data among those with data there; between equal ones the first by
    /// id. It is not the clearest: that would prefer whichever granule missed a cloud.</summary>
    /// <exception cref="ArgumentException">Maps of different sizes.</exception>
    public static IReadOnlyList<DatedScene> OnePerPass(IReadOnlyList<DatedScene> granules)
    {
        ArgumentNullException.ThrowIfNull(granules);
        if (granules.FirstOrDefault(g => (g.Map.Width, g.Map.Height) != (granules[0].Map.Width, granules[0].Map.Height)) is { } other)
        {
            throw new ArgumentException(
                $"{other.Id} has {other.Map.Width} × {other.Map.Height} pixels, {granules[0].Id} {granules[0].Map.Width} × {granules[0].Map.Height}; all have to be on one grid.", nameof(granules));
        }

        return [.. granules.GroupBy(g => g.Pass, StringComparer.Ordinal).Select(Merge).OrderBy(scene => scene.Time).ThenBy(scene => scene.Id, StringComparer.Ordinal)];
    }

    private static DatedScene Merge(IEnumerable<DatedScene> pass)
    {
        var ranked = pass.OrderByDescending(g => g.Map.Mask.Count(HasData)).ThenBy(g => g.Id, StringComparer.Ordinal).ToArray();
        if (ranked.Length == 1)
        {
            return ranked[0];
        }

        var mask = (PixelMask[])ranked[0].Map.Mask.Clone();
        var cover = (byte[])ranked[0].Map.Cover.Clone();
        foreach (var granule in ranked.Skip(1))
        {
            for (var i = 0; i < mask.Length; i++)
            {
                if (!HasData(mask[i]) && HasData(granule.Map.Mask[i]))
                {
                    (mask[i], cover[i]) = (granule.Map.Mask[i], granule.Map.Cover[i]);
                }
            }
        }

        // The granule with the most data speaks for the pass: seconds and kilometres apart, tides do not differ by a centimetre.
        return ranked[0] with
        {
            Map = ranked[0].Map with { Mask = mask, Cover = cover },
            TideMetres = ranked.Select(g => g.TideMetres).FirstOrDefault(tide => tide is not null),
            WaterB11 = ranked.Select(g => g.WaterB11).FirstOrDefault(b11 => b11 is not null),
        };
    }

    private static bool HasData(PixelMask pixel) => (pixel & PixelMask.NoData) == 0;
}
