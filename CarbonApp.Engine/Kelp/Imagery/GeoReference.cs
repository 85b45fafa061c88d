namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>Where a raster lies on the earth, from GeoTIFF's keys (OGC 19-008r4).</summary>
/// <param name="Epsg">Code of the projected, else of the geographic system; null when the file names none.</param>
/// <param name="Transform">From pixel corners to coordinates; null when the file does not place its pixels.</param>
/// <param name="PixelIsPoint">Whether the file's tie points were at pixel middles; <paramref name="Transform"/> is already moved to corners.</param>
public sealed record GeoReference(int? Epsg, GeoTransform? Transform, bool PixelIsPoint)
{
    internal const int ModelTypeKey = 1024;
    internal const int RasterTypeKey = 1025;
    internal const int GeographicTypeKey = 2048;
    internal const int ProjectedTypeKey = 3072;
    private const int UserDefined = 32767;

    internal static GeoReference Read(TiffDirectory directory)
    {
        var keys = ReadKeys(directory);
        var isPoint = keys.GetValueOrDefault(RasterTypeKey) == 2;
        var code = keys.TryGetValue(ProjectedTypeKey, out var projected) ? projected : keys.GetValueOrDefault(GeographicTypeKey);
        var transform = ReadTransform(directory);
        return new GeoReference(code is > 0 and < UserDefined ? code : null, isPoint ? transform?.Shifted(-0.5, -0.5) : transform, isPoint);
    }

    /// <summary>The keys whose value stands in the key directory itself; the others (names, parameters) are not needed.</summary>
    private static Dictionary<int, int> ReadKeys(TiffDirectory directory)
    {
        var values = directory.Integers(TiffTag.GeoKeyDirectory);
        var keys = new Dictionary<int, int>();
        for (var at = 4; at + 3 < values.Length && (at >> 2) <= values[3]; at += 4)
        {
            if (values[at + 1] == 0)
            {
                keys[(int)values[at]] = (int)values[at + 3];
            }
        }

        return keys;
    }

    private static GeoTransform? ReadTransform(TiffDirectory directory)
    {
        var tie = directory.Doubles(TiffTag.ModelTiepoint);
        var scale = directory.Doubles(TiffTag.ModelPixelScale);
        if (tie.Length >= 6 && scale.Length >= 2)
        {
            return Finite(directory, new GeoTransform(tie[3] - tie[0] * scale[0], scale[0], 0, tie[4] + tie[1] * scale[1], 0, -scale[1]));
        }

        var matrix = directory.Doubles(TiffTag.ModelTransformation);
        return matrix.Length >= 8 ? Finite(directory, new GeoTransform(matrix[3], matrix[0], matrix[1], matrix[7], matrix[4], matrix[5])) : null;
    }

    private static GeoTransform Finite(TiffDirectory directory, GeoTransform transform)
    {
        var (x, y) = transform.ToWorld(1, 1);
        return double.IsFinite(x) && double.IsFinite(y) ? transform : throw directory.Fault($"the place of the pixels is not a number: {transform}.");
    }
}
