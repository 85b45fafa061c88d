using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>What is known of the intensity at a plan's places: one reading a zone, however many places share it.</summary>
internal sealed class PlanReadings
{
    private readonly Dictionary<ZoneId, SignalReading> _byZone = [];
    private readonly Dictionary<ZoneId, double?> _means = [];
    private readonly PlanQuestion _question;

    private PlanReadings(PlanQuestion question) => _question = question;

    public SignalReading this[ZoneId zone] => _byZone[zone];

    /// <summary>Null where the zone was not asked for.</summary>
    public SignalReading? Find(string zone) => _byZone.GetValueOrDefault(ZoneId.Parse(zone));

    /// <summary>Reads the zones of some places, and the home's where there is one.</summary>
    public static async Task<PlanReadings> ReadAsync(ISignalReader signals, PlanQuestion question, IReadOnlyList<PlanPlace> places, CancellationToken cancellationToken)
    {
        var readings = new PlanReadings(question);
        if (places.Count == 1 && (question.Home is null || question.Home.Zone == places[0].Zone))
        {
            readings._byZone[places[0].Zone] = await signals.ReadAsync(readings.QueryOf(places[0].Zone), cancellationToken);
            return readings;
        }

        var zones = places.Select(p => p.Zone).ToHashSet();
        if (question.Home is { } home && places.Count > 0)
        {
            zones.Add(home.Zone);
        }

        var answers = await signals.ReadManyAsync([.. zones.Select(readings.QueryOf)], cancellationToken);
        foreach (var (zone, answer) in zones.Zip(answers))
        {
            readings._byZone[zone] = answer;
        }

        return readings;
    }

    /// <summary>
    /// Emissions of moving the job's data to a place: the energy of the network at the mean of both ends, each over all that is known of the
    /// job's window, as nobody says when they move. Null where an end is not known.
    /// </summary>
    public double? TransferGrams(PlanPlace place)
    {
        if (_question.DataGb == 0 || _question.Home is not { } home || home.Holds(place))
        {
            return 0;
        }

        return _question.DataGb * TransferKwhPerGb * (MeanOf(home.Zone) + MeanOf(place.Zone)) / 2;
    }

    /// <summary>kWh of moving a gigabyte over the internet (Cloud Carbon Footprint methodology, networking).</summary>
    private const double TransferKwhPerGb = 0.001;

    private double? MeanOf(ZoneId zone)
    {
        if (!_means.TryGetValue(zone, out var mean))
        {
            var window = _question.Task.Window;
            var (weighted, known) = (0.0, 0.0);
            foreach (var slot in _byZone[zone].Signal.Slice(window.Earliest, window.Deadline).Slots.Where(s => !s.IsGap))
            {
                var hours = (slot.End - slot.Start).TotalHours;
                (weighted, known) = (weighted + (slot.GramsPerKilowattHour * hours), known + hours);
            }

            _means[zone] = mean = known > 0 ? weighted / known : null;
        }

        return mean;
    }

    private SignalQuery QueryOf(ZoneId zone) =>
        SignalWindow.Around(_question.Goal.Basis with { Zone = zone }, _question.Task.Window.Earliest, _question.Task.Window.Deadline);
}
