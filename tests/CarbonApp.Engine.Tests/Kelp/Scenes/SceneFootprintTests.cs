using System.Text.Json;
using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Projection;
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
        Assert.Equal(expected, Read("sentinel2-scene-29RKH/item.json").Footprint.Intersects(new GeoBounds(west, south, east, north)));

    [Theory]
    [InlineData(179.5, -179.5, true)]
    [InlineData(179.5, 179.9, true)]
    [InlineData(-179.9, -179.5, true)]
    [InlineData(-178.5, -178, false)]
    [InlineData(177, 178, false)]
    public void Intersects_SceneAcrossTheAntimeridian_IsSeenFromBothSides(double west, double east, bool expected) =>
        Assert.Equal(expected, Read("stac-items/S2A_MSIL2A_20230625T234621_N0509_R073_T01WCP_20230626T022157__expected_output.json").Footprint.Intersects(new GeoBounds(west, 66, east, 66.3)));

    [Theory]
    [InlineData(-11.5, 24.55, true)]
    [InlineData(-12.5, 24.55, false)]
    [InlineData(-11.975, 24.25, false)] // in the scene's box, west of its outline
    [InlineData(348.5, 24.55, true)]
    public void Contains_PlaceAgainstARealScene_GoesByTheOutline(double longitude, double latitude, bool expected) =>
        Assert.Equal(expected, Read("sentinel2-scene-29RKH/item.json").Footprint.Contains(new GeoPoint(longitude, latitude)));

    [Fact]
    public void Intersects_RingThatJumpsAcrossTheAntimeridian_GoesTheShortWay()
    {
        using var geometry = JsonDocument.Parse("""{"type":"Polygon","coordinates":[[[179,10],[-179,10],[-179,11],[179,11],[179,10]]]}""");
        var footprint = SceneFootprint.Read(geometry.RootElement);

        Assert.Equal([true, true, false], new[] { -179.5, 179.5, 178.5 }.Select(longitude => footprint.Contains(new GeoPoint(longitude, 10.5))));
        Assert.True(footprint.Intersects(new GeoBounds(-179.5, 10.2, -179.4, 10.4)));
        Assert.True(footprint.Intersects(new GeoBounds(179.5, 10.2, -179.9, 10.4)));
        Assert.False(footprint.Intersects(new GeoBounds(0, 10.2, 1, 10.4)));
    }
}
