using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Engine.Grid.Regions;

namespace CarbonApp.Engine.Tests.Grid.Footprint;

public class PowerModelTests
{
    /// <summary>
    /// Metered types by the server they run on (Teads names its processor; where the catalogue's differs, it is given). Inferentia's (inf1)
    /// are left out: nobody publishes the watts of its chips.
    /// </summary>
    private static readonly (string? Processor, string[] Types)[] Servers =
    [
        (null, ["t4g.micro", "t4g.small", "t4g.medium", "m6g.large", "m6g.8xlarge", "c6g.16xlarge", "r6g.8xlarge", "x2gd.8xlarge"]),
        ("Skylake", ["t3.micro", "t3.medium", "i3en.12xlarge"]),
        ("Ice Lake", ["m6i.large", "m6i.xlarge"]),
        (null, ["p3dn.24xlarge"]),
        (null, ["p3.2xlarge", "p3.8xlarge", "p3.16xlarge"]),
        (null, ["g4dn.xlarge", "g4dn.12xlarge"]),
        (null, ["p4d.24xlarge"]),
    ];

    [Fact]
    public void Constants_AreTheLeastSquaresOfTheMeteredTypes()
    {
        var rows = Servers.SelectMany(s => s.Types.Select(name => RowOf(name, s.Processor, 1.0 / s.Types.Length))).ToList();
        Assert.Equal(MeasuredMachine.ByName.Count - 3, rows.Count);

        var (idlePlatform, idleMemory) = Fit(rows, r => r.IdleWatts, r => r.IdleChips);
        var (fullPlatform, fullMemory) = Fit(rows, r => r.FullWatts, r => r.FullChips);
        Assert.Equal(PowerModel.IdlePlatformWattsPerVcpu, idlePlatform, 0.0006);
        Assert.Equal(PowerModel.FullPlatformWattsPerVcpu, fullPlatform, 0.0006);
        Assert.Equal(PowerModel.IdleWattsPerGigabyte, idleMemory, 0.0006);
        Assert.Equal(PowerModel.FullWattsPerGigabyte, fullMemory, 0.0006);

        var (covered, way) = (0.0, 0.0);
        foreach (var r in rows)
        {
            var idle = r.IdleChips + (idlePlatform * r.Vcpus);
            var rise = r.FullChips + (fullPlatform * r.Vcpus) - idle;
            var weight = r.Weight / (r.HalfWatts * r.HalfWatts);
            covered += weight * rise * (r.HalfWatts - idle - ((idleMemory + fullMemory) / 2 * r.Gigabytes));
            way += weight * rise * rise;
        }

        Assert.Equal(PowerModel.HalfLoadPart, covered / way, 0.0006);
    }

    [Fact]
    public void PowerOf_Machine_IsProcessorPlatformAndMemory()
    {
        // Ice Lake .767 / 3.758 W per vCPU, 2 vCPUs, 4 GB.
        var (idleChips, fullChips) = (2 * (0.767 + 0.478), 2 * (3.758 + 1.256));
        var power = InstanceCatalogue.Find(CloudProvider.Aws, "c6i.large")!.Power;
        Assert.Equal(idleChips + (4 * 0.211), power.Idle.Watts, 6);
        Assert.Equal(fullChips + (4 * 0.744), power.Full.Watts, 6);
        Assert.Equal(idleChips + (0.742 * (fullChips - idleChips)) + (4 * (0.211 + 0.744) / 2), power.AtHalf.Watts, 6);
        Assert.Equal(power.Idle.Watts + (0.370 * (power.AtHalf.Watts - power.Idle.Watts)), power.AtTenPercent.Watts, 6);
    }

    [Fact]
    public void PowerOf_AcceleratedMachine_CountsItsAccelerators()
    {
        // 192 vCPUs of third-generation EPYC, 2,048 GB and 8 × 700 W.
        var power = InstanceCatalogue.Find(CloudProvider.Aws, "p5.48xlarge")!.Power;
        Assert.Equal((192 * (1.957 + 1.256)) + (8 * 700) + (2048 * 0.744), power.Full.Watts, 6);
        Assert.Equal(power.Idle.Watts + (0.329 * (power.AtHalf.Watts - power.Idle.Watts)), power.AtTenPercent.Watts, 6);
    }

    [Fact]
    public void PowerOf_SeveralProcessors_TakesTheirMedian()
    {
        var machine = new Machine(CloudProvider.Gcp, "any", 1, 0, ["Haswell", "Skylake", "Broadwell"], null, 96, "test");
        Assert.Equal(0.713 + 0.478, PowerModel.PowerOf(machine).Idle.Watts, 9);
        Assert.Equal(4.104 + 1.256, PowerModel.PowerOf(machine).Full.Watts, 9);
    }

    private static Row RowOf(string name, string? processor, double weight)
    {
        var machine = InstanceCatalogue.Machines.Single(m => m.Provider == CloudProvider.Aws && m.Name == name);
        var generation = Microarchitecture.Of(processor ?? machine.Processors.Single());
        var accelerator = machine.AcceleratorName is { } chip ? Accelerator.Of(chip) : new Accelerator(0, 0);
        var metered = MeasuredMachine.ByName[name];
        return new(
            weight, machine.Vcpus, machine.Gigabytes,
            (generation.IdleWatts * machine.Vcpus) + (accelerator.IdleWatts * machine.Accelerators),
            (generation.FullWatts * machine.Vcpus) + (accelerator.FullWatts * machine.Accelerators),
            metered.IdleWatts, metered.HalfWatts, metered.FullWatts);
    }

    /// <summary>W per vCPU and W per GB that leave the least relative squares, each server counting once.</summary>
    private static (double PerVcpu, double PerGigabyte) Fit(List<Row> rows, Func<Row, double> metered, Func<Row, double> chips)
    {
        var (vv, vg, gg, vy, gy) = (0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var r in rows)
        {
            var (weight, missing) = (r.Weight / (metered(r) * metered(r)), metered(r) - chips(r));
            vv += weight * r.Vcpus * r.Vcpus;
            vg += weight * r.Vcpus * r.Gigabytes;
            gg += weight * r.Gigabytes * r.Gigabytes;
            vy += weight * r.Vcpus * missing;
            gy += weight * r.Gigabytes * missing;
        }

        var determinant = (vv * gg) - (vg * vg);
        return (((vy * gg) - (gy * vg)) / determinant, ((vv * gy) - (vg * vy)) / determinant);
    }

    private sealed record Row(
        double Weight, double Vcpus, double Gigabytes, double IdleChips, double FullChips, double IdleWatts, double HalfWatts, double FullWatts);
}
