using System.Buffers;
using System.Text.Json;
using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Carbon;
using CarbonApp.Engine.Kelp.Composite;
using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Tests.Kelp.Composite;

public class KelpBedsTests
{
    private static readonly UtmGrid Grid = new(new UtmZone(10, isNorth: true), 480_000, 5_400_000, 10, 12, 12);

    [Fact]
    public void Of_TwoBeds_HaveTheirAreasAndTides()
    {
        var composite = Compose(
            Scenes.Draw("1", 0.2, "44..K", "44..K", "....K", "....K"),
            Scenes.Draw("2", 0.6, "88..K", "88...", "....K", "....K"));

        var beds = KelpBeds.Of(composite);

        Assert.Equal(["bed-1", "bed-2"], beds.Select(bed => bed.Id));
        Assert.Equal([400, 400], beds.Select(bed => bed.Ground.SquareMetres));
        Assert.Equal(240, beds[0].Canopy.SquareMetres, 9);
        Assert.Equal(0.6, beds[0].MeanCover, 12);
        // (.4·20 + .8·60)/1.2 = 46.7 cm.
        Assert.Equal(0.47, beds[0].TideMetres!.Value, 1e-9);
        // One pixel of four on one date of two.
        Assert.Equal(350, beds[1].Canopy.SquareMetres, 9);
        Assert.Equal(0.875, beds[1].MeanPersistence, 12);
        Assert.Equal(new MappedBed("bed-2", beds[1].Canopy, beds[1].TideMetres), beds[1].ToMappedBed());
    }

    /// <summary>Correcting a bed by its tide is correcting every pixel and date by its own.</summary>
    [Fact]
    public void Of_Tide_CorrectsAsPixelByPixel()
    {
        const double Slope = 0.28;
        DatedScene[] dates = [Scenes.Draw("1", 0.25, "93", "K1"), Scenes.Draw("2", 1.75, "5K", "77")];

        var bed = Assert.Single(KelpBeds.Of(Compose(dates)));

        var pixelByPixel = dates.Sum(date => date.Map.Cover.Sum(cover => cover / 250.0 * 100 / 2 * TideCorrection.Factor(Slope, date.TideMetres)));
        Assert.Equal(1, bed.Canopy.SquareMetres * TideCorrection.Factor(Slope, bed.TideMetres) / pixelByPixel, 0.003);
    }

    [Fact]
    public void Of_RandomComposites_AddsUpToThem()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var (passes, area) = Scenes.Random(seed);
            var composite = Composing.Compose(passes, area).Map;
            var beds = KelpBeds.Of(composite);

            Assert.Equal(CanopyArea.Of(composite.Map, area).Surface?.SquareMetres ?? 0, beds.Sum(bed => bed.Canopy.SquareMetres), 1e-6);
            Assert.Equal(composite.Map.Mask.Count(mask => (mask & PixelMask.Kelp) != 0) * 100, beds.Sum(bed => bed.Ground.SquareMetres));
            Assert.All(beds, bed => Assert.True(bed.Shape.Pixels >= 4 && bed.MeanCover is > 0 and <= 1 && bed.MeanPersistence is >= 0.49 and <= 1));
        }
    }

    [Fact]
    public void Of_NoKelp_IsNoBed() => Assert.Empty(KelpBeds.Of(Compose(Scenes.Draw("1", null, "..", "cc"))));

    [Fact]
    public void Write_Beds_IsGeoJsonThatReadsBackToTheSamePixels()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var (passes, area) = Scenes.Random(seed);
            var composite = Composing.Compose(passes, area).Map;
            var beds = KelpBeds.Of(composite);
            var grid = Grid with { Width = area.Width, Height = area.Height };

            var features = Written(beds, grid).GetProperty("features");

            Assert.Equal(beds.Count, features.GetArrayLength());
            foreach (var (bed, feature) in beds.Zip(features.EnumerateArray()))
            {
                Assert.Equal(bed.Ground.SquareMetres, feature.GetProperty("properties").GetProperty("area_m2").GetDouble());
                Assert.Equal(bed.TideMetres is null, feature.GetProperty("properties").GetProperty("tide_m").ValueKind == JsonValueKind.Null);
                // A bed is an area of interest like any other.
                var accepted = Assert.IsType<AoiOutcome.Accepted>(AreaOfInterest.FromGeoJson(feature));
                Assert.Empty(accepted.Repairs);
                var raster = accepted.Area.Rasterise(grid.Zone);
                Assert.Equal(bed.Shape.Pixels, raster.Mask.PixelCount);
            }
        }
    }

    [Fact]
    public void Write_MoreProperties_AreAdded()
    {
        var beds = KelpBeds.Of(Compose(Scenes.Draw("1", 0.5, "KK", "KK")));

        var properties = Written(beds, Grid, (json, bed) => json.WriteString("note", bed.Id)).GetProperty("features")[0].GetProperty("properties");

        Assert.Equal("bed-1", properties.GetProperty("note").GetString());
        Assert.Equal((400, 1, 1, 0.5), (
            properties.GetProperty("canopy_area_m2").GetDouble(), properties.GetProperty("cover").GetDouble(), properties.GetProperty("persistence").GetDouble(), properties.GetProperty("tide_m").GetDouble()));
    }

    private static CompositeMap Compose(params DatedScene[] passes) => Composing.Compose(passes, Scenes.All(passes[0])).Map;

    private static JsonElement Written(IReadOnlyList<KelpBed> beds, UtmGrid grid, Action<Utf8JsonWriter, KelpBed>? more = null)
    {
        var output = new ArrayBufferWriter<byte>();
        BedGeoJson.Write(output, beds, grid, addProperties: more);
        return JsonDocument.Parse(output.WrittenMemory).RootElement;
    }
}
