namespace CarbonApp.Engine.Grid.Signals;

/// <summary>How sure a value is.</summary>
public enum SignalStatus
{
    /// <summary>Computed by its source from metered generation.</summary>
    Measured,

    /// <summary>Predicted for a time after its issue.</summary>
    Forecast,

    /// <summary>Modelled without observing the hour: filled in by the source, or our annual mean with a day shape.</summary>
    Estimated,
}

/// <summary>Where the values of some slots come from.</summary>
/// <param name="Source">Name of the source, such as <c>neso</c>, <c>energy-charts</c> or the name given at import.</param>
/// <param name="Status">Measured, forecast or estimated.</param>
/// <param name="IssuedAt">When the source issued the values, UTC; for imported data the time of import.</param>
public sealed record SignalProvenance(string Source, SignalStatus Status, DateTimeOffset IssuedAt);

/// <summary>One stretch of constant intensity.</summary>
/// <param name="Start">Inclusive, UTC.</param>
/// <param name="End">Exclusive, UTC; after <paramref name="Start"/>.</param>
/// <param name="GramsPerKilowattHour">gCO2eq/kWh, finite and zero or more; NaN where the value is missing (a gap).</param>
/// <param name="Provenance">Where the value comes from; null for a gap.</param>
public readonly record struct SignalSlot(DateTimeOffset Start, DateTimeOffset End, double GramsPerKilowattHour, SignalProvenance? Provenance)
{
    /// <summary>True when no value is known for this slot.</summary>
    public bool IsGap => double.IsNaN(GramsPerKilowattHour);
}
