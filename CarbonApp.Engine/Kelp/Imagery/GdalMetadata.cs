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
            while (reader.ReadToFollowing("Item"))
            {
                var (role, sample) = (reader.GetAttribute("role"), reader.GetAttribute("sample"));
                if (role is "scale" or "offset" && int.TryParse(sample, CultureInfo.InvariantCulture, out var band) && band >= 0 && band < bands)
                {
                    var value = Number(directory, TiffTag.GdalMetadata, reader.ReadElementContentAsString().Trim());
                    scales[band] = role == "scale" ? scales[band] with { Scale = value } : scales[band] with { Offset = value };
                }
            }
        }
        catch (XmlException fault)
        {
            throw new TiffException($"Directory {directory.Number}: GdalMetadata is no XML: {fault.Message}", fault);
        }

        return scales;
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
