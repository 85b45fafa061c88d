using CarbonApp.Engine.Kelp.Tides;

namespace CarbonApp.Engine.Tests.Kelp.Tides;

public class NearestTideTests
{
    private static readonly DateTimeOffset At = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TidePosition Origin = new(0, 0);

    [Fact]
    public void At_TwoStations_WeighsByInverseSquareOfDistance()
    {
        // 0.1° and 0.2° east: weights 1/1 and 1/4, so 0.8 and 0.2; heights 1 and 2 give 1.2.
        var tide = Predicted(Origin, Still("near", 0.1, 1), Still("far", 0.2, 2));
        Assert.Equal(1.2, tide.HeightMetres, 1e-9);
        Assert.Equal(["near", "far"], tide.Stations.Select(s => s.Station.Id));
        Assert.Equal([0.8, 0.2], tide.Stations.Select(s => Math.Round(s.Weight, 9)));
    }

    [Fact]
    public void At_FourStations_UsesTheThreeNearest() =>
        Assert.Equal(["a", "b", "c"], Predicted(Origin, Still("d", 0.4, 9), Still("c", 0.3, 1), Still("b", -0.2, 1), Still("a", 0.1, 1)).Stations.Select(s => s.Station.Id));

    [Fact]
    public void At_StationOnTheSpot_IsThatStation() =>
        Assert.Equal(1, Predicted(Origin, Still("here", 0, 1), Still("far", 0.4, 5)).HeightMetres, 1e-6);

    [Fact]
    public void At_NearerDatumDiffers_LeavesTheOtherDatumOut() =>
        Assert.Equal(["near"], Predicted(Origin, Still("near", 0.1, 1), Still("other", 0.11, 5, "MLLW")).Stations.Select(s => s.Station.Id));

    [Fact]
    public void At_NothingWithinFiftyKilometres_SaysHowFarTheNearestIs()
    {
        // One degree of the mean sphere is 111.195 km.
        var none = Assert.IsType<TideOutcome.NoStationNear>(NearestTide.At(Origin, At, [Still("far", 1, 1)]));
        Assert.InRange(none.NearestMetres!.Value, 111_194, 111_196);
        Assert.Equal(50_000, none.LimitMetres);
        Assert.Null(Assert.IsType<TideOutcome.NoStationNear>(NearestTide.At(Origin, At, [])).NearestMetres);
    }

    [Fact]
    public void At_AcrossTheAntimeridian_IsNear() =>
        Assert.InRange(Predicted(new TidePosition(0, 179.9), Still("east", -179.9, 1)).Stations[0].DistanceMetres, 22_238, 22_240);

    [Theory]
    [InlineData(90.1, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(0, 360.1)]
    public void Position_OffTheEarth_Throws(double latitude, double longitude) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TidePosition(latitude, longitude));

    private static TideOutcome.Predicted Predicted(TidePosition place, params TideStation[] stations) =>
        Assert.IsType<TideOutcome.Predicted>(NearestTide.At(place, At, stations));

    private static TideStation Still(string id, double longitude, double height, string datum = "LAT") =>
        new(id, id, new TidePosition(0, longitude), datum, height, []);
}
