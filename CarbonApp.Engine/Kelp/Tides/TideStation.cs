namespace CarbonApp.Engine.Kelp.Tides;

/// <summary>A place whose tide was measured and analysed.</summary>
public sealed class TideStation
{
    private readonly (ConstituentDefinition Definition, double Amplitude, double Phase)[] _constituents;

    /// <summary>Makes a station from its analysis.</summary>
    /// <param name="id">Key of the publisher, such as noaa/9411340.</param>
    /// <param name="name">For people.</param>
    /// <param name="position">Where the gauge stands.</param>
    /// <param name="chartDatum">Name of the level that heights are counted from: MLLW, LAT, LLWLT …; never compare across names.</param>
    /// <param name="meanSeaLevelMetres">Mean sea level above the chart datum, m; finite.</param>
    /// <param name="constants">Its constituents. Those this engine does not know are left out and named in <see cref="LeftOut"/>.</param>
    /// <exception cref="ArgumentException">A number is not finite, or an amplitude is negative.</exception>
    public TideStation(
        string id, string name, TidePosition position, string chartDatum, double meanSeaLevelMetres, IEnumerable<HarmonicConstant> constants)
    {
        ArgumentNullException.ThrowIfNull(constants);
        Finite(meanSeaLevelMetres, id, "mean sea level");
        (Id, Name, Position, ChartDatum, MeanSeaLevelMetres) = (id, name, position, chartDatum, meanSeaLevelMetres);
        var (known, leftOut) = (new List<(ConstituentDefinition, double, double)>(), new List<HarmonicConstant>());
        foreach (var constant in constants)
        {
            Check(constant, id);
            if (ConstituentTable.TryFind(constant.Constituent, out var definition))
            {
                known.Add((definition, constant.AmplitudeMetres, constant.PhaseDegrees));
            }
            else
            {
                leftOut.Add(constant);
            }
        }

        (_constituents, LeftOut) = ([.. known], leftOut);
    }

    /// <summary>Key of the publisher.</summary>
    public string Id { get; }

    /// <summary>For people.</summary>
    public string Name { get; }

    /// <summary>Where the gauge stands.</summary>
    public TidePosition Position { get; }

    /// <summary>Name of the level that heights are counted from.</summary>
    public string ChartDatum { get; }

    /// <summary>Mean sea level above the chart datum, m.</summary>
    public double MeanSeaLevelMetres { get; }

    /// <summary>Constituents of the analysis that this engine does not know: the prediction lacks up to the sum of their amplitudes.</summary>
    public IReadOnlyList<HarmonicConstant> LeftOut { get; }

    /// <summary>Predicted height above mean sea level, m: Σ f·A·cos(V + u − g). Weather is not in it.</summary>
    public double HeightAboveMeanSeaLevelMetres(DateTimeOffset instant)
    {
        var at = AstronomicalElements.At(instant);
        var height = 0.0;
        foreach (var (definition, amplitude, phase) in _constituents)
        {
            var nodal = definition.Nodal(at);
            height += nodal.F * amplitude * Math.Cos((definition.ArgumentDegrees(at) + nodal.DegreesU - phase) * (Math.PI / 180));
        }

        return height;
    }

    /// <summary>Predicted height above <see cref="ChartDatum"/>, m; negative at the lowest tides of some datums.</summary>
    public double HeightAboveChartDatumMetres(DateTimeOffset instant) => MeanSeaLevelMetres + HeightAboveMeanSeaLevelMetres(instant);

    private static void Check(HarmonicConstant constant, string station)
    {
        Finite(constant.PhaseDegrees, station, $"phase of {constant.Constituent}");
        Finite(constant.AmplitudeMetres, station, $"amplitude of {constant.Constituent}");
        if (constant.AmplitudeMetres < 0)
        {
            throw new ArgumentException($"Station {station}: the amplitude of {constant.Constituent} is {constant.AmplitudeMetres} m; it must be zero or more.");
        }
    }

    private static void Finite(double value, string station, string what)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException($"Station {station}: the {what} is {value}; it must be a finite number.");
        }
    }
}
