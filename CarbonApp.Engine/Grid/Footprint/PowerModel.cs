namespace CarbonApp.Engine.Grid.Footprint;

/// <summary>
/// Power of a machine that nobody metered: its processors and accelerators as published, and the platform and memory around them, whose
/// power is fitted to the metered machines. docs/methods/power.md has the fit and how far it is off.
/// </summary>
internal static class PowerModel
{
    public const string Source = "platform and memory fitted to the Teads EC2 data set";

    /// <summary>
    /// W per vCPU that published W per vCPU lack, at 0 %: they are those of lean benchmark servers, whose boards, network cards, fans and
    /// power supplies draw less. This and the constants below are least squares over the metered types (PowerModelTests repeats it).
    /// </summary>
    public const double IdlePlatformWattsPerVcpu = 0.478;

    /// <summary>The same at 100 %.</summary>
    public const double FullPlatformWattsPerVcpu = 1.256;

    /// <summary>W per GB of memory at 0 %.</summary>
    public const double IdleWattsPerGigabyte = 0.211;

    /// <summary>W per GB of memory at 100 %.</summary>
    public const double FullWattsPerGigabyte = 0.744;

    /// <summary>Part of the way from idle to full that chips and platform have gone at 50 %: the first half of the load costs most. Memory goes straight.</summary>
    public const double HalfLoadPart = 0.742;

    /// <summary>
    /// (W per vCPU + platform) × vCPUs + accelerators + memory. Of several processors the median counts: the oldest draw several times as much.
    /// </summary>
    public static PowerCurve PowerOf(Machine machine)
    {
        var generations = machine.Processors.Select(Microarchitecture.Of).ToList();
        var accelerator = machine.AcceleratorName is { } name ? Accelerator.Of(name) : null;
        var idleChips = ((Median(generations.Select(g => g.IdleWatts)) + IdlePlatformWattsPerVcpu) * machine.Vcpus)
            + (machine.Accelerators * (accelerator?.IdleWatts ?? 0));
        var fullChips = ((Median(generations.Select(g => g.FullWatts)) + FullPlatformWattsPerVcpu) * machine.Vcpus)
            + (machine.Accelerators * (accelerator?.FullWatts ?? 0));
        var (idleMemory, fullMemory) = (IdleWattsPerGigabyte * machine.Gigabytes, FullWattsPerGigabyte * machine.Gigabytes);
        return MeasuredMachine.CurveThrough(
            idleChips + idleMemory,
            idleChips + (HalfLoadPart * (fullChips - idleChips)) + ((idleMemory + fullMemory) / 2),
            fullChips + fullMemory,
            machine.Accelerators > 0);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
