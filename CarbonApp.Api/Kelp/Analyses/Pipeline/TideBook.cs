using CarbonApp.Engine.Kelp.Tides;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>The tide at one place, from the stations around it.</summary>
internal sealed class TideBook
{
    private readonly TidePosition _place;
    private readonly Dictionary<string, PublishedStation> _published;

    public TideBook(double latitude, double longitude)
    {
        _place = new TidePosition(latitude, longitude);
        _published = TideStationTable.Near(_place).ToDictionary(s => s.Station.Id, StringComparer.Ordinal);
    }

    /// <summary>The height at an instant; null where no station is near enough.</summary>
    public AnalysisTide? At(DateTimeOffset instant) => Predict(instant) is TideOutcome.Predicted tide
        ? new AnalysisTide
        {
            HeightM = tide.HeightMetres,
            ChartDatum = tide.ChartDatum,
            Stations = [.. tide.Stations.Select(ToStation)],
        }
        : null;

    /// <summary>Distance of the nearest station, km; null where there is none at all.</summary>
    public double? NearestKm(DateTimeOffset instant) => Predict(instant) switch
    {
        TideOutcome.NoStationNear none => none.NearestMetres / 1000,
        TideOutcome.Predicted tide => tide.Stations[0].DistanceMetres / 1000,
        _ => null,
    };

    /// <summary>Who to name beside heights, with the licence of each.</summary>
    public IEnumerable<string> AttributionsOf(IEnumerable<AnalysisTide> tides) => tides.SelectMany(t => t.Stations).Select(s => _published[s.Id])
        .Select(s => $"Tides: {s.Publisher}, {s.Licence}, from the Neaps tide database (MIT); constituents rounded").Distinct(StringComparer.Ordinal);

    private TideOutcome Predict(DateTimeOffset instant) => NearestTide.At(_place, instant, _published.Values.Select(s => s.Station));

    private AnalysisTideStation ToStation(WeighedStation weighed) => new()
    {
        Id = weighed.Station.Id,
        Name = weighed.Station.Name,
        DistanceKm = weighed.DistanceMetres / 1000,
        Weight = weighed.Weight,
        Licence = _published[weighed.Station.Id].Licence,
    };
}
