namespace CarbonApp.Engine.Kelp.Tides;

/// <summary>A station's part in a height.</summary>
/// <param name="Station">The gauge.</param>
/// <param name="DistanceMetres">From the place asked about.</param>
/// <param name="Weight">Its share; the shares sum to 1.</param>
public sealed record WeighedStation(TideStation Station, double DistanceMetres, double Weight);

/// <summary>The tide at a place, or that it is not known there.</summary>
public abstract record TideOutcome
{
    private TideOutcome()
    {
    }

    /// <summary>A prediction.</summary>
    /// <param name="HeightMetres">Above the chart datum, m; without weather.</param>
    /// <param name="ChartDatum">The datum that all stations used share.</param>
    /// <param name="Stations">Nearest first, one to three.</param>
    public sealed record Predicted(double HeightMetres, string ChartDatum, IReadOnlyList<WeighedStation> Stations) : TideOutcome;

    /// <summary>No station is near enough: canopy stays uncorrected, and the result must say so.</summary>
    /// <param name="NearestMetres">Distance of the nearest station; null when there are none at all.</param>
    /// <param name="LimitMetres">The distance that would have been near enough.</param>
    public sealed record NoStationNear(double? NearestMetres, double LimitMetres) : TideOutcome;
}
