using System.Globalization;
using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>Decides scale and offset of every band of an item, and says by which rule. Never by the date: scenes of before 2022 have been
/// processed again with the offset, and some catalogues have subtracted it.</summary>
/// <remarks>Order: docs/methods/scenes.md. Sources: STAC raster extension 1.1; Sentinel-2 Products Specification (BOA_ADD_OFFSET, from baseline
/// 04.00); for the flag, what the maintainers of Earth Search say of it.</remarks>
public static class OffsetResolution
{
    /// <summary>What baselines from 04.00 on add: digital number = reflectance × 10,000 + 1,000.</summary>
    public const int OffsetDigitalNumbers = -1000;

    /// <summary>Digital numbers per reflectance of 1, in every product so far.</summary>
    public const double Quantification = 10_000;

    /// <summary>The item with scale, offset and rule of every band; <paramref name="metadata"/> joins in its place in the order.</summary>
    internal static SceneItem Apply(SceneItem item, ProductMetadata? metadata)
    {
        var assets = new SortedDictionary<SentinelBand, SceneAsset>();
        var warnings = new List<string>(item.Warnings);
        foreach (var (band, asset) in item.Assets)
        {
            assets[band] = band == SentinelBand.Scl ? asset : Resolve(item, asset, metadata, warnings);
        }

        return item with { Assets = assets, Warnings = [.. warnings.Distinct(StringComparer.Ordinal)] };
    }

    private static SceneAsset Resolve(SceneItem item, SceneAsset asset, ProductMetadata? metadata, List<string> warnings)
    {
        var scale = asset.Stated.Scale ?? 1 / (metadata?.Quantification ?? Quantification);
        var (offset, rule) = Decide(item, asset, scale, metadata, warnings);
        var wavelength = metadata?.CentreWavelengthsNm.TryGetValue(asset.Band, out var centre) == true ? centre : asset.CentreWavelengthNm;
        return asset with { Scale = new BandScale(scale, offset), Rule = rule, CentreWavelengthNm = wavelength };
    }

    private static (double Offset, OffsetRule Rule) Decide(SceneItem item, SceneAsset asset, double scale, ProductMetadata? metadata, List<string> warnings)
    {
        if (asset.Stated.Offset is { } stated)
        {
            if (item.BoaOffsetApplied == true && stated != 0)
            {
                warnings.Add(string.Create(CultureInfo.InvariantCulture,
                    $"The item states an offset of {stated} and says as well that it is applied already: taken as applied. The check of deep water tells if not."));
                return (0, OffsetRule.BoaOffsetApplied);
            }

            WarnWhereUnusual(item, stated, warnings);
            return (stated, OffsetRule.RasterBands);
        }

        if (item.BoaOffsetApplied == true)
        {
            return (0, OffsetRule.BoaOffsetApplied);
        }

        var (digital, rule) = OfProduct(item, asset.Band, metadata);
        return (digital is { } number ? number * scale : double.NaN, item.BoaOffsetApplied == false && digital is not null ? OffsetRule.BoaOffsetApplied : rule);
    }

    /// <summary>The offset the product was written with, digital numbers.</summary>
    private static (double? DigitalNumbers, OffsetRule Rule) OfProduct(SceneItem item, SentinelBand band, ProductMetadata? metadata)
    {
        if (metadata is not null)
        {
            return (metadata.OffsetOf(band), OffsetRule.ProductMetadata);
        }

        return item.Baseline?.CarriesOffset switch
        {
            true => (OffsetDigitalNumbers, OffsetRule.ProcessingBaseline),
            false => (0, OffsetRule.ProcessingBaseline),
            null => (null, OffsetRule.Undecided),
        };
    }

    private static void WarnWhereUnusual(SceneItem item, double stated, List<string> warnings)
    {
        var carries = item.Baseline?.CarriesOffset;
        if (carries is { } expected && expected != (stated != 0))
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture,
                $"The item states an offset of {stated}, which baseline {item.Baseline} {(expected ? "has unless it was applied already" : "does not have")}: taken as stated. The check of deep water tells if not."));
        }
    }
}
