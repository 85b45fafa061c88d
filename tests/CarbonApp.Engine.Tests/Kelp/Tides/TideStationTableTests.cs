using CarbonApp.Engine.Kelp.Tides;

namespace CarbonApp.Engine.Tests.Kelp.Tides;

public class TideStationTableTests
{
    [Fact]
    public void Near_TheTenReferenceStations_GivesTheReferenceHeightsWithinOneMillimetre()
    {
        var stations = ReferenceTides.Stations().ToDictionary(s => s.Id);
        foreach (var (id, levels) in ReferenceTides.Heights())
        {
            var station = TideStationTable.Near(stations[id].Position).Single(s => s.Station.Id == id).Station;

            Assert.Equal(stations[id].MeanSeaLevelMetres, station.MeanSeaLevelMetres, 0.0001);
            Assert.Equal(stations[id].ChartDatum, station.ChartDatum);
            Assert.All(levels, level => Assert.Equal(level.HeightMetres, station.HeightAboveMeanSeaLevelMetres(level.At), 0.001));
        }
    }

    [Fact]
    public void Near_AGauge_GivesItWithItsPublisherAndLicence()
    {
        var monterey = TideStationTable.Near(new TidePosition(36.605, -121.8883)).Single(s => s.Station.Id == "noaa/9413450");

        Assert.Equal(("MLLW", "public domain"), (monterey.Station.ChartDatum, monterey.Licence));
        Assert.Contains("Oceanic and Atmospheric", monterey.Publisher, StringComparison.Ordinal);
    }

    [Fact]
    public void Near_FarFromAnyGauge_GivesTheNearestOneSoThatItsDistanceIsKnown()
    {
        var place = new TidePosition(34.6, 33);
        var stations = TideStationTable.Near(place);

        var none = Assert.IsType<TideOutcome.NoStationNear>(NearestTide.At(place, new(2024, 8, 5, 8, 26, 0, TimeSpan.Zero), stations.Select(s => s.Station)));
        Assert.True(none.NearestMetres > NearestTide.LimitMetres);
        Assert.Single(stations);
    }

    [Fact]
    public void Table_EveryStation_IsFreeForAnyUseAndHasAChartDatum()
    {
        var licences = new HashSet<string>();
        for (var latitude = -80; latitude <= 80; latitude += 20)
        {
            for (var longitude = -180; longitude < 180; longitude += 20)
            {
                foreach (var station in TideStationTable.Near(new TidePosition(latitude, longitude)))
                {
                    licences.Add(station.Licence);
                    Assert.NotEqual("MSL", station.Station.ChartDatum);
                    Assert.InRange(station.Station.MeanSeaLevelMetres, -0.5, 9);
                }
            }
        }

        Assert.True(TideStationTable.Count > 3_000);
        Assert.All(licences, licence => Assert.Contains(licence, new[] { "public domain", "CC BY 4.0" }));
    }
}
