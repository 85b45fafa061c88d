namespace CarbonApp.Engine.Grid.Footprint;

/// <summary>
/// Energy and embodied emissions of one part of a service over a period. Equations: docs/methods/footprint.md.
/// </summary>
/// <param name="EnergyKwh">Energy from the grid, PUE included where the part stands in the data centre, kWh.</param>
/// <param name="EmbodiedG">Share of making it for the time used, gCO2eq; null when nobody has weighed it.</param>
/// <param name="Coefficients">Every figure that went in.</param>
public sealed record ComponentFootprint(Ranged EnergyKwh, Ranged? EmbodiedG, IReadOnlyList<Coefficient> Coefficients)
{
    /// <summary>Machines of a type: E = P(u) × n × h × PUE, M = whole-life share × n × h / lifetime.</summary>
    /// <param name="type">The type; its power includes its memory.</param>
    /// <param name="count">Number of machines, 1 or more.</param>
    /// <param name="utilization">Mean CPU utilization, 0 to 1.</param>
    /// <param name="hours">Hours they ran, zero or more.</param>
    /// <param name="pue">Power usage effectiveness, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static ComponentFootprint OfInstances(InstanceType type, int count, double utilization, double hours, Coefficient pue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var power = FootprintCoefficients.PowerOf(type, utilization);
        var embodied = FootprintCoefficients.EmbodiedOf(type);
        return InDataCentre(power.Figure * count, hours, pue, [power], embodied is null ? null : embodied.Figure * count, embodied, FootprintCoefficients.Lifetime);
    }

    /// <summary>Machines whose power is known: E = P × h × PUE, M = server kg × share × h / lifetime.</summary>
    /// <param name="watts">Mean power at the plug, W, all machines.</param>
    /// <param name="hours">Hours they ran, zero or more.</param>
    /// <param name="pue">Power usage effectiveness, 1 or more.</param>
    /// <param name="serverKilograms">kgCO2eq of making the whole server; null when not known.</param>
    /// <param name="serverShare">Part of the server used, such as vCPUs over the server's vCPUs.</param>
    /// <param name="lifetimeHours">Hours over which the server is written off; null for <see cref="FootprintCoefficients.Lifetime"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static ComponentFootprint OfPower(
        double watts, double hours, Coefficient pue, double? serverKilograms = null, double serverShare = 1, double? lifetimeHours = null)
    {
        var power = Coefficient.Given("power", watts, "W");
        var making = serverKilograms is { } kilograms ? Coefficient.Given("making of the whole server", kilograms, "kgCO2eq") : null;
        var lifetime = lifetimeHours is { } life ? Coefficient.Given("life of a server", life, "h") : FootprintCoefficients.Lifetime;
        return InDataCentre(power.Figure, hours, pue, [power], making is null ? null : making.Figure * serverShare, making, lifetime);
    }

    /// <summary>Memory that no machine includes: E = 0.392 W/GB × GB × h × PUE. Its making is unknown.</summary>
    public static ComponentFootprint OfMemory(double gigabytes, double hours, Coefficient pue)
    {
        var perGigabyte = FootprintCoefficients.Memory;
        return InDataCentre(perGigabyte.Figure * gigabytes, hours, pue, [perGigabyte], null, null, FootprintCoefficients.Lifetime);
    }

    /// <summary>Space on drives: E = Wh/TB·h × TB × copies × h × PUE, M = kg/TB × TB × copies × h / lifetime.</summary>
    /// <param name="terabytes">TB kept, before replication.</param>
    /// <param name="medium">Kind of drive.</param>
    /// <param name="copies">Copies kept; null for <see cref="FootprintCoefficients.Replication"/>.</param>
    /// <param name="kilogramsPerTerabyte">kgCO2eq of making a TB of drives; null when not known.</param>
    /// <param name="hours">Hours it was kept.</param>
    /// <param name="pue">Power usage effectiveness, 1 or more.</param>
    public static ComponentFootprint OfStorage(
        double terabytes, StorageMedium medium, double? copies, double? kilogramsPerTerabyte, double hours, Coefficient pue)
    {
        var perTerabyte = FootprintCoefficients.StorageOf(medium);
        var replication = copies is { } given ? Coefficient.Given("copies of stored data", given, "") : FootprintCoefficients.Replication;
        var space = replication.Figure * terabytes;
        var making = kilogramsPerTerabyte is { } kilograms ? Coefficient.Given("making of drives", kilograms, "kgCO2eq/TB") : null;
        return InDataCentre(
            perTerabyte.Figure * space, hours, pue, [perTerabyte, replication], making is null ? null : making.Figure * space, making, FootprintCoefficients.Lifetime);
    }

    /// <summary>
    /// Data between sites: E = kWh/GB × GB. No PUE: the coefficient is of the whole way, most of which lies outside the data centre. Its
    /// making is unknown.
    /// </summary>
    public static ComponentFootprint OfNetwork(double gigabytes, double? kilowattHoursPerGigabyte = null)
    {
        var perGigabyte = kilowattHoursPerGigabyte is { } given ? Coefficient.Given("energy of network", given, "kWh/GB") : FootprintCoefficients.Network;
        return new ComponentFootprint(perGigabyte.Figure * gigabytes, null, [perGigabyte]);
    }

    /// <summary>Watts in W, making in kgCO2eq of the whole life; both of all machines or drives together.</summary>
    private static ComponentFootprint InDataCentre(
        Ranged watts, double hours, Coefficient pue, IReadOnlyList<Coefficient> power, Ranged? making, Coefficient? makingCoefficient, Coefficient lifetime)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hours);
        ArgumentOutOfRangeException.ThrowIfLessThan(pue.Value, 1);
        var energy = watts * (hours / 1000) * pue.Figure;
        if (making is not { } kilograms || makingCoefficient is null)
        {
            return new ComponentFootprint(energy, null, [.. power, pue]);
        }

        // The longer the life, the smaller the share: the ends change places.
        var life = lifetime.Figure;
        var share = new Ranged(hours / life.Value, hours / life.High, hours / life.Low);
        return new ComponentFootprint(energy, kilograms * share * 1000, [.. power, pue, makingCoefficient, lifetime]);
    }
}
