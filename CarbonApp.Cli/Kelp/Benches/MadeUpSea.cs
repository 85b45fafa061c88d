using CarbonApp.Cli.Kelp.Chips;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Cli.Kelp.Benches;

/// <summary>A sea of noise in memory, stored as scenes are: 10 and 20 m bands in tiles of 512, Deflate behind differences. For timing only; it stands for
/// no place.</summary>
internal static class MadeUpSea
{
    private const int Side = 2048;

    /// <summary>Standard deviation of a band over calm water, digital numbers: as on the open sea of real scenes.</summary>
    private const int NoiseDn = 25;

    private static readonly (SentinelBand Band, int Decimation, int MeanDn)[] Bands =
    [
        (SentinelBand.B03, 1, 1450), (SentinelBand.B04, 1, 1250), (SentinelBand.B08, 1, 1200),
        (SentinelBand.B05, 2, 1230), (SentinelBand.B06, 2, 1210), (SentinelBand.B11, 2, 1195),
    ];

    public static async Task<OpenChip> CreateAsync(CancellationToken cancellationToken)
    {
        var files = new Dictionary<SentinelBand, SceneFile>();
        foreach (var (band, decimation, mean) in Bands)
        {
            files[band] = new SceneFile(await WriteAsync(Side / decimation, mean, (int)band, cancellationToken), 0, OffsetResolution.OffsetDigitalNumbers);
        }

        return new OpenChip(new GeoTiffScene(files, GeoTiffScene.WholeOf(files.Values)), files, []);
    }

    private static async Task<GeoTiff> WriteAsync(int side, int mean, int seed, CancellationToken cancellationToken)
    {
        var (random, numbers) = (new Random(seed), new ushort[side * side]);
        for (var i = 0; i < numbers.Length; i++)
        {
            // The sum of four even draws is close to a normal one.
            var normal = (random.NextSingle() + random.NextSingle() + random.NextSingle() + random.NextSingle() - 2) * 1.732f;
            numbers[i] = (ushort)(mean + NoiseDn * normal);
        }

        using var stream = new MemoryStream();
        await CogWriter.WriteAsync(stream, new CogRaster<ushort>(side, side, numbers, NoData: 0), OverviewResampling.Average, cancellationToken: cancellationToken);
        var content = stream.ToArray();
        return await GeoTiff.OpenAsync(
            (offset, destination, _) =>
            {
                var length = (int)Math.Clamp(content.Length - offset, 0, destination.Length);
                content.AsSpan((int)Math.Min(offset, content.Length), length).CopyTo(destination.Span);
                return new(length);
            },
            cancellationToken);
    }
}
