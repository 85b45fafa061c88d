using CarbonApp.Engine.Grid.Forecasting;

namespace CarbonApp.Engine.Tests.Grid.Forecasting;

public class SolarGeometryTests
{
    [Theory]
    // Solar noon on the equator and Greenwich meridian at the March equinox of 2024 (20 March 03:06 UTC); the sundial is 7.5 min behind.
    [InlineData(0, 0, "2024-03-20T12:07:30", 90)]
    // Noon at the June solstice: 90° − 51.48° + 23.44°, and at the December solstice 90° − 51.48° − 23.44°.
    [InlineData(51.48, 0, "2024-06-20T12:02:00", 61.96)]
    [InlineData(51.48, 0, "2024-12-21T11:58:00", 15.08)]
    // Sydney, 151.2° east: noon is near 02:00 UTC; 90° − 33.87° + 23.44° in December.
    [InlineData(-33.87, 151.2, "2024-12-21T01:53:00", 79.57)]
    public void LevelIrradiance_NoonWorkedByHand_IsTheSineOfItsElevation(double latitude, double longitude, string time, double elevation) =>
        Assert.Equal(elevation, double.RadiansToDegrees(Math.Asin(SolarGeometry.LevelIrradiance(latitude, longitude, Utc(time)))), 0.6);

    [Theory]
    [InlineData(51.48, 0, "2024-06-20T00:00:00")]
    [InlineData(80, 0, "2024-12-21T12:00:00")]
    public void LevelIrradiance_SunBelowTheHorizon_IsZero(double latitude, double longitude, string time) =>
        Assert.Equal(0, SolarGeometry.LevelIrradiance(latitude, longitude, Utc(time)));

    [Theory]
    [InlineData(0)]
    [InlineData(51.5)]
    [InlineData(-33.9)]
    [InlineData(69)]
    public void MeanLevelIrradiance_Latitude_IsTheMeanOfAllHours(double latitude)
    {
        var start = new DateTime(2023, 1, 1, 0, 30, 0, DateTimeKind.Utc);
        var mean = Enumerable.Range(0, 8760).Average(h => SolarGeometry.LevelIrradiance(latitude, 0, start.AddHours(h)));
        Assert.Equal(mean, SolarGeometry.MeanLevelIrradiance(latitude), 0.001);
    }

    [Fact]
    public void MeanLevelIrradiance_Equator_IsNearlyOneOverPi() =>
        // At the equinox exactly 1/π of the overhead sun; a little less over the year.
        Assert.InRange(SolarGeometry.MeanLevelIrradiance(0), 0.95 / Math.PI, 1 / Math.PI);

    private static DateTime Utc(string time) => DateTime.SpecifyKind(DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
