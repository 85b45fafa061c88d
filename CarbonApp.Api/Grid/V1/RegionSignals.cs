using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.V1;

/// <summary>Reads what v1 needs of many regions at once: the intensity from now on, and the power mix.</summary>
internal sealed class RegionSignals(ISignalReader signals, IPowerMixReader mixes, TimeProvider time)
{
    /// <summary>How far ahead v1 looks for a better start.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromHours(24);

    /// <summary>One reading per region, in their order. Zones are read side by side, each once, however many regions it feeds.</summary>
    public async Task<RegionReading[]> ReadAsync(IReadOnlyList<CloudRegion> regions, TimeSpan duration, CancellationToken cancellationToken)
    {
        var now = Now();
        var until = now + (duration > Horizon ? duration : Horizon);
        var zones = regions.Select(r => r.Zone).Distinct().ToArray();
        var mixTask = mixes.ReadAsync(zones, cancellationToken);
        var readings = await signals.ReadManyAsync(
            [.. zones.Select(z => SignalWindow.Around(SignalBasis.AverageLifecycle(z), now, until))], cancellationToken);
        var mix = await mixTask;
        var byZone = zones.Zip(readings).ToDictionary(p => p.First, p => p.Second);
        return [.. regions.Select(r => new RegionReading(r, byZone[r.Zone], mix.GetValueOrDefault(r.Zone), now, until))];
    }

    public async Task<RegionReading> ReadAsync(CloudRegion region, TimeSpan duration, CancellationToken cancellationToken) =>
        (await ReadAsync([region], duration, cancellationToken))[0];

    /// <summary>The present, rounded up to the second: windows begin on whole seconds and never in the past.</summary>
    private DateTimeOffset Now()
    {
        var ticks = time.GetUtcNow().UtcTicks;
        var over = ticks % TimeSpan.TicksPerSecond;
        return new DateTimeOffset(over == 0 ? ticks : ticks - over + TimeSpan.TicksPerSecond, TimeSpan.Zero);
    }
}

/// <summary>A region, its intensity from now on, and its power mix.</summary>
/// <param name="Region">The region.</param>
/// <param name="Reading">Intensity over at least [<paramref name="Now"/>, <paramref name="Until"/>).</param>
/// <param name="Mix">Shares; null when not known.</param>
/// <param name="Now">Whole second.</param>
/// <param name="Until">End of the time looked at.</param>
internal sealed record RegionReading(CloudRegion Region, SignalReading Reading, PowerMix? Mix, DateTimeOffset Now, DateTimeOffset Until)
{
    /// <summary>The slot of this moment; null when nothing is known of it.</summary>
    public SignalSlot? Current { get; } = Reading.Signal.SlotAt(Now);

    public double? RenewablePercentage => 100 * Mix?.RenewableShare;

    public double? FossilFreePercentage => 100 * Mix?.FossilFreeShare;

    /// <summary>True when the intensity of this moment is an estimate, or not known at all.</summary>
    public bool CurrentIsEstimate => Current is not { Provenance: { } origin } || IsOurs(origin);

    /// <summary>The cleanest window of a length; null when gaps leave none.</summary>
    public WindowOutcome.Planned? BestWindow(TimeSpan duration) =>
        ContiguousOptimum.Find(Reading.Signal, new MovableJob(duration, Now, Until)) as WindowOutcome.Planned;

    /// <summary>True when any of [<paramref name="from"/>, <paramref name="to"/>) is an estimate.</summary>
    public bool IsEstimate(DateTimeOffset from, DateTimeOffset to)
    {
        var signal = Reading.Signal;
        for (var i = 0; i < signal.Count; i++)
        {
            var slot = signal[i];
            if (slot.Start < to && slot.End > from && slot.Provenance is { } origin && IsOurs(origin))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>v1 knows what a source says, and what we say for want of one: annual mean or own forecast.</summary>
    private static bool IsOurs(SignalProvenance origin) => origin.Status == SignalStatus.Estimated || origin.Source == SourceNames.Forecaster;
}
