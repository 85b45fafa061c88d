using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Tests.Oracles;

namespace CarbonApp.Engine.Tests.Kelp.Projection;

public class WebMercatorTests
{
    [Fact]
    public void ProjectAndUnproject_RandomPlaces_AreGdals()
    {
        var random = new Random(3);
        (double X, double Y)[] places = [.. Enumerable.Range(0, 500).Select(_ => ((360 * random.NextDouble()) - 180, (170 * random.NextDouble()) - 85)), (0, 0), (180, 85), (-180, -85)];
        var expected = Gdal.Transform(4326, 3857, places);

        Assert.All(places.Zip(expected), pair =>
        {
            var ours = WebMercator.Project(new GeoPoint(pair.First.X, pair.First.Y));
            Assert.Equal(pair.Second.X, ours.X, 1e-6);
            Assert.Equal(pair.Second.Y, ours.Y, 1e-6);
            var back = WebMercator.Unproject(ours);
            Assert.Equal(pair.First.X, back.LongitudeDegrees, 1e-11);
            Assert.Equal(pair.First.Y, back.LatitudeDegrees, 1e-11);
        });
    }

    [Fact]
    public void NorthernmostDegrees_IsTheSquareWorlds() => Assert.Equal(85.0511287798066, WebMercator.NorthernmostDegrees, 1e-12);
}
