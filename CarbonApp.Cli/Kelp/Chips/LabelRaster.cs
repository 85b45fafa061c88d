using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Cli.Kelp.Chips;

/// <summary>Reads where a label says that kelp is: 1 is kelp, 0 is none, the file's own no-data value is not known.</summary>
internal static class LabelRaster
{
    /// <summary>A value for every pixel of the chip, row after row; null where the label does not know.</summary>
    /// <param name="path">A GeoTIFF of the chip's size, one band of bytes.</param>
    /// <param name="image">The chip's own file, which the label has to lie on.</param>
    /// <param name="kelp">Values that mean kelp, all others meaning none; null for 1, with anything but 0 and 1 refused.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">The label cannot be read or does not fit.</exception>
    public static async Task<bool?[]> ReadAsync(string path, GeoTiff image, IReadOnlyCollection<int>? kelp, CancellationToken cancellationToken)
    {
        var handles = new List<IDisposable>();
        try
        {
            var tiff = await TiffFile.OpenAsync(path, handles, cancellationToken);
            var own = tiff.Images[0];
            Check(path, tiff, image);
            var values = new byte[PixelWindow.Whole(own).Pixels];
            await tiff.ReadAsync<byte>(0, 0, PixelWindow.Whole(own), values, cancellationToken);
            var unknown = tiff.NoData;
            return [.. values.Select((value, at) => value == unknown ? null : (bool?)(kelp?.Contains(value) ?? IsKelp(value, at)))];

            bool IsKelp(byte value, int at) => value <= 1
                ? value == 1
                : throw new IOException($"{path}: has the value {value} at column {at % own.Width}, row {at / own.Width}; 1 is kelp and 0 none. Say which values are kelp with --kelp-values, such as --kelp-values {value}.");
        }
        catch (TiffException e)
        {
            throw new IOException($"{path}: {e.Message}", e);
        }
        finally
        {
            handles.ForEach(h => h.Dispose());
        }
    }

    private static void Check(string path, GeoTiff label, GeoTiff image)
    {
        var (own, chip) = (label.Images[0], image.Images[0]);
        if (own.SampleType is not (SampleType.U8 or SampleType.Bit))
        {
            throw new IOException($"{path}: has samples of {own.SampleType}; bytes are read. Convert it with: gdal_translate -ot Byte");
        }

        if (own.Width != chip.Width || own.Height != chip.Height)
        {
            throw new IOException($"{path}: has {own.Width} × {own.Height} pixels and the image {chip.Width} × {chip.Height}; a label has to lie on the image's own pixels.");
        }

        if (label.Reference.Transform is { } there && image.Reference.Transform is { } here && !IsSame(there, here))
        {
            throw new IOException($"{path}: begins at {there.OriginX:0.##}, {there.OriginY:0.##} and the image at {here.OriginX:0.##}, {here.OriginY:0.##}; a label has to lie on the image's own pixels.");
        }
    }

    /// <summary>Within a tenth of a pixel.</summary>
    private static bool IsSame(GeoTransform a, GeoTransform b)
    {
        var close = Math.Abs(a.XPerColumn) / 10;
        return Math.Abs(a.OriginX - b.OriginX) <= close && Math.Abs(a.OriginY - b.OriginY) <= close && Math.Abs(a.XPerColumn - b.XPerColumn) <= close / 100;
    }
}
