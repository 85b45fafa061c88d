using System.Globalization;

namespace CarbonApp.Engine.Kelp.Aoi;

/// <summary>The least box of meridians and parallels around an area, degrees, −180 to 180. West is greater than East where it holds the antimeridian
/// (RFC 7946, section 5.2).</summary>
public readonly record struct GeoBounds(double West, double South, double East, double North)
{
    /// <summary>Whether all four are numbers on earth and South is not above North.</summary>
    public bool IsValid => Math.Abs(West) <= 180 && Math.Abs(East) <= 180 && South >= -90 && North <= 90 && South <= North;

    /// <summary>The parts on either side of the antimeridian; the box itself where it does not hold it.</summary>
    public IReadOnlyList<GeoBounds> Split() => West > East ? [this with { East = 180 }, this with { West = -180 }] : [this];

    /// <summary>As in a bbox: west, south, east, north.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{West:0.#####},{South:0.#####},{East:0.#####},{North:0.#####}");
}
