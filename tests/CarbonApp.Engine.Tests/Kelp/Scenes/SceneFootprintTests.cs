using System.Text.Json;
using CarbonApp.Engine.Kelp.Scenes;
using static CarbonApp.Engine.Tests.Kelp.Scenes.SharedItems;

namespace CarbonApp.Engine.Tests.Kelp.Scenes;

public class SceneFootprintTests
{
    [Theory]
    [InlineData(-11.5, 24.5, -11.4, 24.6, true)]
    [InlineData(-12.5, 24.5, -12.0, 24.6, false)]
    [InlineData(-180, -90, 180, 90, true)]
    [InlineData(-11.9792, 24.2, -11.97, 24.3, false)]
    public void Intersects_BoxAgainstARealScene_GoesByTheOutlineNotItsBox(double west, double south, double east, double north, bool expected) =>
        Assert.Equal(expected, Read("sentinel2-scene-29RKH/item.json").Footprint.Intersects(new GeoBox(west, south, east, north)));

    [Theory]
    [InlineData(179.5, -179.5, true)]
    [InlineData(179.5, 179.9, true)]
    [InlineData(-179.9, -179.5, true)]
    [InlineData(-178.5, -178, false)]
    [InlineData(177, 178, false)]
    public void Intersects_SceneAcrossTheAntimeridian_IsSeenFromBothSides(double west, double east, bool expected) =>
        Assert.Equal(expected, Read("stac-items/S2A_MSIL2A_20230625T234621_N0509_R073_T01WCP_20230626T022157__expected_output.json").Footprint.Intersects(new GeoBox(west, 66, east, 66.3)));

    [Fact]
    public void Intersects_RingThatJumpsAcrossTheAntimeridian_GoesTheShortWay()
    {
        using var geometry = JsonDocument.Parse("""{"type":"Polygon","coordinates":[[[179,10],[-179,10],[-179,11],[179,11],[179,10]]]}""");
        var footprint = SceneFootprint.Read(geometry.RootElement);

        Assert.True(footprint.Intersects(new GeoBox(-179.5, 10.2, -179.4, 10.4)));
        Assert.True(footprint.Intersects(new GeoBox(179.5, 10.2, -179.9, 10.4)));
        Assert.False(footprint.Intersects(new GeoBox(0, 10.2, 1, 10.4)));
    }

    [Theory]
    [InlineData(60, 0, 1_000, -0.018, 59.991, 0.018, 60.009)]
    [InlineData(0, 179.995, 1_113, 179.985, -0.01, -179.995, 0.01)]
    [InlineData(89.999, 10, 5_000, -180, 89.954, 180, 90)]
    public void Around_APlace_HoldsTheCircle(double latitude, double longitude, double radiusM, double west, double south, double east, double north)
    {
        var box = GeoBox.Around(latitude, longitude, radiusM);

        Assert.True(box.IsValid);
        Assert.Equal([west, south, east, north], new[] { box.West, box.South, box.East, box.North }, (a, b) => Math.Abs(a - b) < 1.1e-3);
    }
}
