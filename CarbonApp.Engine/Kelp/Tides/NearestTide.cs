namespace CarbonApp.Engine.Kelp.Tides;

/// <summary>The tide at a place from the stations around it.</summary>
public static class NearestTide
{
    /// <summary>A station farther than this says nothing about a place, m (kelp.md section 5: ours).</summary>
    public const double LimitMetres = 50_000;

    private const int MostStations = 3;

    /// <summary>
    /// Blends the heights of up to three stations within 50 km by the inverse square of their distance. Only stations with the nearest
    /// one's chart datum take part: heights above different datums do not add up.
    /// </summary>
    /// <param name="place">Where.</param>
    /// <param name="instant">When; any offset, compared in UTC.</param>
    /// <param name="stations">All stations known; they may be anywhere.</param>
    public static TideOutcome At(TidePosition place, DateTimeOffset instant, IEnumerable<TideStation> stations)
    {
        ArgumentNullException.ThrowIfNull(stations);
        var ranked = stations.Select(station => (Station: station, Distance: place.DistanceMetresTo(station.Position)))
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Station.Id, StringComparer.Ordinal).ToArray();
        if (ranked.Length == 0 || ranked[0].Distance > LimitMetres)
        {
            return new TideOutcome.NoStationNear(ranked.Length == 0 ? null : ranked[0].Distance, LimitMetres);
        }

        var datum = ranked[0].Station.ChartDatum;
        var near = ranked.TakeWhile(candidate => candidate.Distance <= LimitMetres)
            .Where(candidate => candidate.Station.ChartDatum == datum).Take(MostStations).ToArray();
        var weights = Array.ConvertAll(near, candidate => 1 / Math.Max(1, candidate.Distance * candidate.Distance));
        var sum = weights.Sum();
        var weighed = near.Select((candidate, i) => new WeighedStation(candidate.Station, candidate.Distance, weights[i] / sum)).ToArray();
        return new TideOutcome.Predicted(weighed.Sum(s => s.Weight * s.Station.HeightAboveChartDatumMetres(instant)), datum, weighed);
    }
}
