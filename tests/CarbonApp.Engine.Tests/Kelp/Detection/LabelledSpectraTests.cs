using System.Globalization;
using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Kelp.Detection;

/// <summary>The labelled Level-2A spectra of Bonaire, March 2019, through the whole detector: every spectrum becomes 2 × 2 pixels in a sea made of
/// its date's deep-water spectra. The target spectrum comes from the same file, so this is no independent proof; it shows that what is left after the
/// water is taken off tells algae from everything else that was labelled.</summary>
public class LabelledSpectraTests
{
    private const int Pitch = 16;
    private const int Columns = 40;
    private static readonly SentinelBand[] Used = [SentinelBand.B03, SentinelBand.B04, SentinelBand.B05, SentinelBand.B06, SentinelBand.B08, SentinelBand.B11];

    [Fact]
    public async Task DetectAsync_LabelledSpectra_TellsFloatingAlgaeFromAllElse()
    {
        var counts = new Dictionary<string, (int Found, int All)>();
        foreach (var date in Spectra().GroupBy(spectrum => spectrum.Date))
        {
            await CountAsync([.. date], counts);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", counts.Select(count => $"{count.Key} {count.Value.Found}/{count.Value.All}")));

        // Sl lies on the beach, not on water; land masks are for that. It is counted here as neither.
        var (hits, all) = counts["Sf"];
        var wrong = counts.Where(count => count.Key is not ("Sf" or "Sl")).Sum(count => count.Value.Found);
        var f1 = 2.0 * hits / (hits + wrong + all);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"F1 {f1:0.000}"));
        Assert.InRange(f1, 0.93, 1);
    }

    /// <summary>MNDWI below 0 alone takes 15 to 23 % of the deep water for dry ground; with B11 above the water's none.</summary>
    [Fact]
    public void LooksDry_LabelledSpectra_TellsBeachAndMangroveFromWaterAndFloatingAlgae()
    {
        var dry = Spectra().GroupBy(spectrum => spectrum.Date).SelectMany(Judge).ToLookup(judged => judged.Class, judged => judged.Dry);

        Assert.Equal(0, dry["Wd"].Concat(dry["Ws"]).Count(isDry => isDry));
        Assert.InRange(Share("Sl"), 0.94, 1);
        Assert.InRange(Share("Vm"), 0.9, 1);
        Assert.InRange(Share("Sf"), 0, 0.04);

        double Share(string ofClass) => dry[ofClass].Average(isDry => isDry ? 1.0 : 0);
    }

    private static IEnumerable<(string Class, bool Dry)> Judge(IEnumerable<Spectrum> date)
    {
        var deep = date.Where(spectrum => spectrum.Class == "Wd").Select(spectrum => spectrum.Numbers[SentinelBand.B11]).Order().ToArray();
        var water = SurfaceReflectance.Of(deep[deep.Length / 2], offsetDn: 0);
        return date.Select(s => (s.Class, LandRule.LooksDry(SurfaceReflectance.Of(s.Numbers[SentinelBand.B03], 0), SurfaceReflectance.Of(s.Numbers[SentinelBand.B11], 0), water)));
    }

    private static async Task CountAsync(List<Spectrum> spectra, Dictionary<string, (int Found, int All)> counts)
    {
        var scene = await RealScenes.DetectAsync(Scene(spectra), new DetectorOptions { Land = null });
        foreach (var (index, spectrum) in spectra.Index())
        {
            var (column, row) = Place(index);
            var found = Enumerable.Range(0, 4).Count(i => scene.Map.Mask[(row + i / 2) * scene.Map.Width + column + i % 2].HasFlag(PixelMask.Kelp)) >= 2;
            var (before, all) = counts.GetValueOrDefault(spectrum.Class);
            counts[spectrum.Class] = (before + (found ? 1 : 0), all + 1);
        }
    }

    private static MemoryScene Scene(List<Spectrum> spectra)
    {
        var (width, height) = (Columns * Pitch, (spectra.Count + Columns - 1) / Columns * Pitch);
        var scene = new MemoryScene(width, height);
        var water = spectra.Where(spectrum => spectrum.Class == "Wd").ToArray();
        foreach (var band in Used)
        {
            var (numbers, random) = (new ushort[width * height], new Random(7));
            for (var at = 0; at < numbers.Length; at++)
            {
                numbers[at] = water[random.Next(water.Length)].Numbers[band];
            }

            foreach (var (index, spectrum) in spectra.Index())
            {
                var (column, row) = Place(index);
                for (var i = 0; i < 4; i++)
                {
                    numbers[(row + i / 2) * width + column + i % 2] = spectrum.Numbers[band];
                }
            }

            scene.Add(band, numbers, offsetDn: 0);
        }

        return scene;
    }

    private static (int Column, int Row) Place(int index) => (index % Columns * Pitch + Pitch / 2, index / Columns * Pitch + Pitch / 2);

    private static IEnumerable<Spectrum> Spectra()
    {
        var lines = File.ReadAllLines(SharedData.File("kelp/labelled-spectra/bonaire_floating_algae_2019.csv"));
        var header = lines[0].Split(',');
        return lines.Skip(1).Select(line => line.Split(',')).Select(row => new Spectrum(
            row[0],
            row[3],
            Used.ToDictionary(band => band, band => (ushort)Math.Round(double.Parse(row[Array.IndexOf(header, $"{band}")], CultureInfo.InvariantCulture) * 10_000))));
    }

    private sealed record Spectrum(string Class, string Date, Dictionary<SentinelBand, ushort> Numbers);
}
