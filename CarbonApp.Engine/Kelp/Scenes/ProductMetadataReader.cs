using System.Globalization;
using System.Xml;

namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>Reads MTD_MSIL2A.xml: no DTD, no entity, nothing fetched, bounded in size.</summary>
/// <remarks>Source: Sentinel-2 Products Specification, User_Product_Level-2A. Elements are matched by name in any namespace, whose version moves.</remarks>
public static class ProductMetadataReader
{
    /// <summary>Largest file taken; real ones have 55 KB.</summary>
    public const int MaxBytes = 4 << 20;

    private const int MaxBands = 64;

    /// <summary>Bands by bandId, where the file does not say: Sentinel-2 Products Specification, table of bands.</summary>
    private static readonly string[] StandardBands = ["B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B10", "B11", "B12"];

    /// <exception cref="SceneException">No XML, no L2A product, with a DTD, too large, or a value that is not a number.</exception>
    public static ProductMetadata Read(ReadOnlyMemory<byte> xml)
    {
        if (xml.Length > MaxBytes)
        {
            throw new SceneException($"The product metadata has {xml.Length} bytes; at most {MaxBytes} are read.");
        }

        try
        {
            using var stream = new MemoryStream(xml.ToArray(), writable: false);
            using var reader = XmlReader.Create(stream, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = MaxBytes,
                MaxCharactersFromEntities = 1024,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
            });
            return Read(reader);
        }
        catch (XmlException fault)
        {
            throw new SceneException($"The product metadata is no XML that is read: {fault.Message}", fault);
        }
    }

    private static ProductMetadata Read(XmlReader reader)
    {
        string? baseline = null, band = null;
        double? quantification = null;
        var offsets = new Dictionary<int, double>();
        var names = new Dictionary<int, string>();
        var centres = new Dictionary<string, double>(StringComparer.Ordinal);
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (reader.LocalName)
            {
                case "PROCESSING_BASELINE":
                    baseline ??= Text(reader);
                    break;
                case "BOA_QUANTIFICATION_VALUE" or "L2A_BOA_QUANTIFICATION_VALUE":
                    quantification ??= Number(reader);
                    break;
                case "BOA_ADD_OFFSET" when offsets.Count < MaxBands:
                    var id = BandId(reader, "band_id");
                    offsets[id] = Number(reader);
                    break;
                case "Spectral_Information" when names.Count < MaxBands:
                    band = reader.GetAttribute("physicalBand");
                    names[BandId(reader, "bandId")] = band ?? "";
                    break;
                case "CENTRAL" when band is not null:
                    centres[band] = Number(reader);
                    break;
            }
        }

        return Build(baseline, quantification, offsets, names, centres);
    }

    private static ProductMetadata Build(
        string? baselineText, double? quantification, Dictionary<int, double> offsets, Dictionary<int, string> names, Dictionary<string, double> centres)
    {
        if (quantification is not > 0)
        {
            throw new SceneException("The product metadata has no BOA_QUANTIFICATION_VALUE above 0: it is not that of a Sentinel-2 L2A product.");
        }

        ProcessingBaseline? baseline = ProcessingBaseline.TryParse(baselineText, out var parsed) ? parsed : null;
        if (offsets.Count == 0 && baseline?.CarriesOffset == true)
        {
            throw new SceneException($"The product metadata of baseline {baseline} has no BOA_ADD_OFFSET, which every product from {ProcessingBaseline.FirstWithOffset} on has: it is cut short or damaged.");
        }

        var byBand = new Dictionary<SentinelBand, double>();
        foreach (var (id, offset) in offsets)
        {
            var name = names.TryGetValue(id, out var given) ? given : id >= 0 && id < StandardBands.Length ? StandardBands[id] : "";
            if (BandNames.OfPhysicalBand(name) is { } band)
            {
                byBand[band] = offset;
            }
        }

        if (offsets.Count > 0 && BandNames.Reflective.Where(b => !byBand.ContainsKey(b)).ToArray() is { Length: > 0 } missing)
        {
            throw new SceneException($"The product metadata has BOA_ADD_OFFSET for some bands, but none for {string.Join(", ", missing)}: it is cut short or damaged.");
        }

        var wavelengths = centres.Where(c => BandNames.OfPhysicalBand(c.Key) is not null).ToDictionary(c => BandNames.OfPhysicalBand(c.Key)!.Value, c => c.Value);
        return new ProductMetadata(baseline, quantification.Value, byBand, wavelengths);
    }

    private static int BandId(XmlReader reader, string attribute) =>
        int.TryParse(reader.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new SceneException($"The product metadata has {reader.LocalName} without a number in {attribute}.");

    private static string Text(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return "";
        }

        return reader.Read() && reader.NodeType == XmlNodeType.Text ? reader.Value.Trim() : "";
    }

    private static double Number(XmlReader reader)
    {
        var name = reader.LocalName;
        var text = Text(reader);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new SceneException($"The product metadata has \"{(text.Length > 40 ? text[..40] + "…" : text)}\" as {name}, where a number belongs.");
    }
}
