namespace CarbonApp.Engine.Tests.Grid.Regions;

internal static class Sphere
{
    /// <summary>Great-circle distance on a sphere of 6,371 km.</summary>
    public static double Kilometres(double latitude1, double longitude1, double latitude2, double longitude2)
    {
        var (a, b, d) = (double.DegreesToRadians(latitude1), double.DegreesToRadians(latitude2), double.DegreesToRadians(longitude1 - longitude2));
        return 6371 * Math.Acos(Math.Clamp((Math.Sin(a) * Math.Sin(b)) + (Math.Cos(a) * Math.Cos(b) * Math.Cos(d)), -1, 1));
    }
}
