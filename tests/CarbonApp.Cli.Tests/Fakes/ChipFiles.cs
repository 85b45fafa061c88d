using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Cli.Tests.Fakes;

/// <summary>A chip of made-up sea with a disc of dense canopy in it, as a file, and labels of it.</summary>
internal static class ChipFiles
{
    public const int Side = 256;
    public const string Bands = "B03,B04,B05,B06,B08,B11";

    /// <summary>Radius of the bed, pixels; its middle is the chip's.</summary>
    private const int Radius = 12;

    private static readonly int[] SeaDn = [1450, 1250, 1230, 1210, 1200, 1195];

    /// <summary>Reflectance of dense floating brown algae, in the order of the bands.</summary>
    private static readonly double[] Canopy = [0.0950, 0.0800, 0.1920, 0.2380, 0.2990, 0.0660];

    /// <summary>Pixels of the bed.</summary>
    public static int BedPixels { get; } = Enumerable.Range(0, Side * Side).Count(IsBed);

    public static Task WriteImageAsync(string path)
    {
        var (random, numbers) = (new Random(5), new ushort[Side * Side * SeaDn.Length]);
        for (var i = 0; i < numbers.Length; i++)
        {
            var band = i / (Side * Side);
            var noise = 40 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
            numbers[i] = (ushort)(IsBed(i % (Side * Side)) ? 10_000 * Canopy[band] + 1000 : SeaDn[band] + noise);
        }

        return WriteAsync(path, new CogRaster<ushort>(Side, Side, numbers, SeaDn.Length, NoData: 0));
    }

    /// <summary>A label made pixel by pixel of whether there is a bed; without a no-data value unless one is given.</summary>
    public static Task WriteLabelAsync(string path, Func<int, bool, byte> value, int side = Side, double? noData = null) =>
        WriteAsync(path, new CogRaster<byte>(side, side, Enumerable.Range(0, side * side).Select(i => value(i, IsBed(i))).ToArray(), NoData: noData));

    private static bool IsBed(int pixel)
    {
        var (x, y) = (pixel % Side + 0.5 - Side / 2.0, pixel / Side + 0.5 - Side / 2.0);
        return x * x + y * y <= Radius * Radius;
    }

    private static async Task WriteAsync<T>(string path, CogRaster<T> raster)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        await using var file = File.Create(path);
        await CogWriter.WriteAsync(file, raster, OverviewResampling.Nearest);
    }
}
