using System.Globalization;
using System.Xml;

namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>What GDAL adds to TIFF: the no-data value and, per band, scale and offset.</summary>
internal static class GdalMetadata
{
    /// <summary>The no-data value; null when the file has none.</summary>
    public static double? ReadNoData(TiffDirectory directory)
    {
        var text = directory.Text(TiffTag.GdalNoData)?.Trim();
        return string.IsNullOrEmpty(text) ? null : Number(directory, TiffTag.GdalNoData, text);
    }

    /// <summary>Scale and offset of every band: value = sample × scale + offset; 1 and 0 where the file says nothing.</summary>
    public static BandScale[] ReadScales(TiffDirectory directory, int bands)
    {
        var scales = new BandScale[bands];
        Array.Fill(scales, new BandScale(1, 0));
        if (directory.Text(TiffTag.GdalMetadata) is not { Length: > 0 } xml)
        {
            return scales;
        }

        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.Name == "Item")
                {
                    ReadItem(directory, reader, scales);
                }
            }
        }
        catch (XmlException fault)
        {
            throw new TiffException($"Directory {directory.Number}: GdalMetadata is no XML: {fault.Message}", fault);
        }

        return scales;
    }

    /// <summary>Leaves the reader on the item's text, so that the next one is not missed where no space lies between.</summary>
    private static void ReadItem(TiffDirectory directory, XmlReader reader, BandScale[] scales)
    {
        var (role, sample) = (reader.GetAttribute("role"), reader.GetAttribute("sample"));
        if (role is not ("scale" or "offset") || !int.TryParse(sample, CultureInfo.InvariantCulture, out var band) || band < 0 || band >= scales.Length)
        {
            return;
        }

        var text = reader.Read() && reader.NodeType == XmlNodeType.Text ? reader.Value.Trim() : "";
        var value = Number(directory, TiffTag.GdalMetadata, text);
        scales[band] = role == "scale" ? scales[band] with { Scale = value } : scales[band] with { Offset = value };
    }

    private static double Number(TiffDirectory directory, TiffTag tag, string text) => text.ToUpperInvariant() switch
    {
        "NAN" or "-NAN" or "+NAN" => double.NaN,
        "INF" or "+INF" => double.PositiveInfinity,
        "-INF" => double.NegativeInfinity,
        _ => double.TryParse(text, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw directory.Fault($"{tag} holds \"{(text.Length > 40 ? text[..40] + "…" : text)}\" where a number belongs."),
    };
}
