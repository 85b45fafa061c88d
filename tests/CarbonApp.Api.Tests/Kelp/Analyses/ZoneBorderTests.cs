using System.Globalization;
using System.Text.Json;
using CarbonApp.Api.Tests.Jobs;
using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Kelp.Analyses;

/// <summary>Areas across the border of two zones, with made-up sea in scenes of both.</summary>
public sealed class ZoneBorderTests(PostgresServer server) : IDisposable
{
    private const string Across = """{"aoi":{"bbox":[35.98,34.600,36.02,34.625]},"from":"2024-08-01","to":"2024-09-01","species":"macrocystis"}""";
    private readonly UtmZone _west = new(36, isNorth: true);
    private readonly UtmZone _east = new(37, isNorth: true);
    private readonly MadeUpSea _sea = new();

    [Fact]
    public async Task AreaAcrossTwoZones_OtherDays_IsMappedInTheOneThatShowsMostAndIsWhole()
    {
        // Zone 36 shows four fifths of the area once, zone 37 less than half of it, twice.
        await _sea.AddAsync(_west, NorthEast(36.012), day: 5);
        await _sea.AddAsync(_east, NorthEast(36.055), day: 10);
        await _sea.AddAsync(_east, NorthEast(36.055), day: 15);

        var result = await AnalyseAsync(Across);

        Assert.Equal(32636, (int)result.GetProperty("provenance").Number("gridEpsg"));
        Assert.InRange(Valid(result), 0.99, 1);
        var warning = OtherZone(result);
        Assert.InRange(double.Parse(warning[..warning.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture), 16, 24);
        Assert.Contains("only scenes of EPSG:32637 show. They were searched on their own zone's pixels", warning, StringComparison.Ordinal);
        Assert.Contains("to those of EPSG:32636", warning, StringComparison.Ordinal);
        Assert.All(result.GetProperty("scenes").EnumerateArray(), scene => Assert.True(scene.GetProperty("used").GetBoolean(), scene.ToString()));
        Assert.Equal([0.8, 0.5, 0.5], result.GetProperty("scenes").EnumerateArray().Select(s => s.Number("coverageShare")), (expected, share) => Math.Abs(expected - share) < 0.05);
    }

    /// <summary>Boxes across the meridian of two zones, across the antimeridian and across the equator; corners of a scene of each zone; the first scene's edge and a
    /// place beyond it.</summary>
    public static TheoryData<double[], string[], double[], double[]> Borders => new()
    {
        { [35.98, 34.600, 36.02, 34.625], ["36N", "37N"], [36.012, 34.64, 36.055, 34.64], [36.011, 34.6125, 36.0165, 34.6125] },
        { [179.98, 34.600, -179.98, 34.625], ["60N", "1N"], [180.012, 34.64, 180.055, 34.64], [180.011, 34.6125, 180.0165, 34.6125] },
        { [32.98, -0.0125, 33.02, 0.0125], ["36N", "36S"], [33.023, 0.0425, 33.023, 0.004], [33, -0.0038, 33.01, -0.0085] },
    };

    [Theory]
    [MemberData(nameof(Borders))]
    public async Task BedsAcrossTwoZones_SameDay_AreFoundOnceAndWhole(double[] box, string[] zones, double[] corners, double[] places)
    {
        // One bed across the edge of the first zone's scene, which the second shows whole; one that only the second shows.
        (GeoPoint, double)[] beds = [(new(places[0], places[1]), 200), (new(places[2], places[3]), 150)];
        await _sea.AddAsync(Zone(zones[0]), new(corners[0], corners[1]), day: 5, beds);
        await _sea.AddAsync(Zone(zones[1]), new(corners[2], corners[3]), day: 5, beds);

        var result = await AnalyseAsync(
            string.Create(CultureInfo.InvariantCulture, $$"""{"aoi":{"bbox":[{{box[0]}},{{box[1]}},{{box[2]}},{{box[3]}}]},"from":"2024-08-01","to":"2024-09-01","species":"macrocystis"}"""));

        Assert.Equal(Zone(zones[0]).Epsg, (int)result.GetProperty("provenance").Number("gridEpsg"));
        Assert.InRange(Valid(result), 0.99, 1);
        Assert.Equal(2, result.Number("beds"));
        var planted = Math.PI * ((200 * 200) + (150 * 150));
        Assert.InRange(result.Number("bedAreaM2"), 0.97 * planted, 1.03 * planted);

        // Each scene's own number is of its own pixels: the second shows both beds, the first half of one.
        var (first, second) = (Scene(result, zones[0]).Number("kelpAreaM2"), Scene(result, zones[1]).Number("kelpAreaM2"));
        Assert.InRange(result.Number("mappedCanopyM2"), 0.97 * second, 1.03 * second);
        Assert.InRange(first / second, 0.2, 0.45);
        var quarter = Assert.Single(result.GetProperty("timeSeries").EnumerateArray());
        Assert.Equal(result.Number("masks", "kelpPixels"), quarter.Number("countCellsKelp"));

        // Layers are whole: every pixel of the sea has a value on the one date.
        Assert.All(result.GetProperty("indices").EnumerateArray(), index => Assert.InRange(index.Number("pixels") / result.Number("masks", "waterPixels"), 0.99, 1));
    }

    [Fact]
    public async Task AreaAcrossTwoZones_WholeInOne_LeavesTheOthersScenesOut()
    {
        await _sea.AddAsync(_west, NorthEast(36.03), day: 5);
        await _sea.AddAsync(_east, NorthEast(36.055), day: 5);
        await _sea.AddAsync(_east, NorthEast(36.055), day: 10);

        var result = await AnalyseAsync(Across);

        Assert.Equal(32636, (int)result.GetProperty("provenance").Number("gridEpsg"));
        Assert.InRange(Valid(result), 0.99, 1);
        Assert.DoesNotContain(result.GetProperty("warnings").EnumerateArray(), w => w.Text("code") == "OTHER_ZONE");
        JsonElement[] leftOut = [.. result.GetProperty("scenes").EnumerateArray().Where(s => !s.GetProperty("used").GetBoolean())];
        Assert.Equal(2, leftOut.Length);
        Assert.All(leftOut, scene => Assert.Contains("EPSG:32637", scene.Text("leftOutReason"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task AreaAcrossTwoZones_OtherUnderCloud_TellsWhatIsInNoNumber()
    {
        await _sea.AddAsync(_west, NorthEast(36.012), day: 5);
        await _sea.AddAsync(_east, NorthEast(36.055), day: 5, sceneClass: MadeUpSea.Cloud);

        var result = await AnalyseAsync(Across);

        Assert.InRange(Valid(result), 0.76, 0.84);
        Assert.Contains("only scenes of EPSG:32637 show, and none of them was among the dates searched: that part is in no number", OtherZone(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScenesOfTwoZones_ThatOverlap_CountOnceInWhatTheirDateShows()
    {
        // On the 5th both show most of the area's southern half, and together all of it; on the 10th one shows four fifths of the area.
        await _sea.AddAsync(_west, new GeoPoint(36.012, 34.6125), day: 5);
        await _sea.AddAsync(_east, new GeoPoint(36.042, 34.6125), day: 5);
        await _sea.AddAsync(_west, NorthEast(36.012), day: 10);

        var scenes = (await AnalyseAsync(Across)).GetProperty("scenes").EnumerateArray().ToArray();

        Assert.Equal([0.4, 0.43, 0.8], scenes.Select(s => s.Number("coverageShare")), (expected, share) => Math.Abs(expected - share) < 0.05);
        Assert.Equal([0.5, 0.5, 0.8], scenes.Select(s => s.Number("score")), (expected, score) => Math.Abs(expected - score) < 0.05);
    }

    public void Dispose() => _sea.Dispose();

    private static GeoPoint NorthEast(double longitude) => new(longitude, 34.64);

    private static UtmZone Zone(string name) => new(int.Parse(name[..^1], CultureInfo.InvariantCulture), name.EndsWith('N'));

    private static double Valid(JsonElement result) => result.Number("masks", "validPixels") / result.Number("masks", "totalPixels");

    private static string OtherZone(JsonElement result) =>
        Assert.Single(result.GetProperty("warnings").EnumerateArray(), w => w.Text("code") == "OTHER_ZONE").Text("message");

    private static JsonElement Scene(JsonElement result, string zone) =>
        Assert.Single(result.GetProperty("scenes").EnumerateArray(), s => s.Text("id").Contains($"made-{zone}-", StringComparison.Ordinal));

    private async Task<JsonElement> AnalyseAsync(string request)
    {
        await using var api = await KelpHost.StartAsync(server, _sea.Folder);
        return (await api.AnalyseAsync(request)).GetProperty("result").Clone();
    }
}
