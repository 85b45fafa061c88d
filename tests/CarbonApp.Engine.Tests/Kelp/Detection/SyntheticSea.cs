using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Tests.Kelp.Detection;

/// <summary>Sea with the noise of a real one and land along its west, every band at its own resolution; numbers as of baseline 04.00 and later.</summary>
internal sealed class SyntheticSea
{
    public const int Offset = -1000;
    public const int LandColumns = 16;

    /// <summary>Reflectance of full canopy.</summary>
    private static readonly Dictionary<SentinelBand, double> Canopy = new(PlantedBeds.Canopy);

    private static readonly Dictionary<SentinelBand, (double Sea, double Land, int Decimation)> Spectra = new()
    {
        [SentinelBand.B03] = (0.0262, 0.17, 1),
        [SentinelBand.B04] = (0.0133, 0.22, 1),
        [SentinelBand.B05] = (0.0130, 0.24, 2),
        [SentinelBand.B06] = (0.0122, 0.25, 2),
        [SentinelBand.B08] = (0.0144, 0.26, 1),
        [SentinelBand.B11] = (0.0195, 0.35, 2),
    };

    private readonly Dictionary<SentinelBand, ushort[]> _bands = [];

    public SyntheticSea(int width = 256, int height = 192, int seed = 1)
    {
        (Width, Height) = (width, height);
        foreach (var (band, spectrum) in Spectra)
        {
            _bands[band] = Noise(spectrum, new Random(seed++));
        }

        _bands[SentinelBand.Scl] = new ushort[width / 2 * (height / 2)];
        SetClass(6, 0, 0, width, height);
        SetClass(5, 0, 0, LandColumns, height);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Rectangles with canopy of the given cover; even columns and rows only, so that 20 m bands hold them exactly.</summary>
    public SyntheticSea Plant(double cover, int column, int row, int width, int height) =>
        Change(column, row, width, height, (band, reflectance) => (1 - cover) * reflectance + cover * Canopy[band]);

    /// <summary>Changes reflectances of a rectangle.</summary>
    public SyntheticSea Change(int column, int row, int width, int height, Func<SentinelBand, double, double> change)
    {
        foreach (var (band, numbers) in _bands.Where(band => band.Key != SentinelBand.Scl))
        {
            ForEach(band, column, row, width, height, at => numbers[at] = ToNumber(change(band, (numbers[at] + Offset) / 10_000.0)));
        }

        return this;
    }

    public SyntheticSea SetClass(ushort value, int column, int row, int width, int height)
    {
        ForEach(SentinelBand.Scl, column, row, width, height, at => _bands[SentinelBand.Scl][at] = value);
        return this;
    }

    public SyntheticSea SetNumber(SentinelBand band, ushort value, int column, int row, int width, int height)
    {
        ForEach(band, column, row, width, height, at => _bands[band][at] = value);
        return this;
    }

    public MemoryScene ToScene(params SentinelBand[] without)
    {
        var scene = new MemoryScene(Width, Height);
        foreach (var (band, numbers) in _bands.Where(band => !without.Contains(band.Key)))
        {
            scene.Add(band, numbers, Offset, DecimationOf(band));
        }

        return scene;
    }

    private static int DecimationOf(SentinelBand band) => Spectra.TryGetValue(band, out var spectrum) ? spectrum.Decimation : 2;

    private static ushort ToNumber(double reflectance) => (ushort)Math.Clamp(Math.Round(reflectance * 10_000) - Offset, 1, ushort.MaxValue);

    private ushort[] Noise((double Sea, double Land, int Decimation) spectrum, Random random)
    {
        var width = Width / spectrum.Decimation;
        var numbers = new ushort[width * (Height / spectrum.Decimation)];
        for (var at = 0; at < numbers.Length; at++)
        {
            // Twelve uniform numbers less six: mean 0, variance 1.
            var noise = Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
            numbers[at] = ToNumber((at % width * spectrum.Decimation < LandColumns ? spectrum.Land : spectrum.Sea) + 0.0015 * noise);
        }

        return numbers;
    }

    private void ForEach(SentinelBand band, int column, int row, int width, int height, Action<int> action)
    {
        var decimation = DecimationOf(band);
        for (var y = row / decimation; y < (row + height) / decimation; y++)
        {
            for (var x = column / decimation; x < (column + width) / decimation; x++)
            {
                action(y * (Width / decimation) + x);
            }
        }
    }
}
