using System.Collections.Frozen;

namespace CarbonApp.Engine.Grid.Footprint;

/// <summary>
/// An EC2 type whose power was metered: Teads, "Estimating AWS EC2 instances power consumption", 2021, as published with Cloud Carbon
/// Footprint's coefficients (Apache-2.0).
/// </summary>
/// <param name="IdleWatts">W at 0 %.</param>
/// <param name="HalfWatts">W at 50 %.</param>
/// <param name="FullWatts">W at 100 %.</param>
/// <param name="ServerKilograms">kgCO2eq of making the whole server.</param>
/// <param name="ServerVcpus">vCPUs of the whole server.</param>
internal sealed record MeasuredMachine(double IdleWatts, double HalfWatts, double FullWatts, double ServerKilograms, double ServerVcpus)
{
    public const string Source = "Teads EC2 data set, via Cloud Carbon Footprint";

    /// <summary>
    /// Part of the way from idle to 50 % that is drawn at 10 %: median of the data set's 503 types without accelerators (lowest to highest
    /// tenth 0.27 to 0.43) and of its 18 with (0.31 to 0.34). The table below leaves 10 % out.
    /// </summary>
    private const double TenPercentPart = 0.370;

    /// <inheritdoc cref="TenPercentPart"/>
    private const double TenPercentPartWithAccelerators = 0.329;

    public PowerCurve Curve(bool accelerated) => CurveThrough(IdleWatts, HalfWatts, FullWatts, accelerated);

    /// <summary>A curve whose 10 % lie where they lie on metered machines.</summary>
    public static PowerCurve CurveThrough(double idleWatts, double halfWatts, double fullWatts, bool accelerated)
    {
        var part = accelerated ? TenPercentPartWithAccelerators : TenPercentPart;
        return PowerCurve.FromWatts(idleWatts, idleWatts + (part * (halfWatts - idleWatts)), halfWatts, fullWatts);
    }

    public static FrozenDictionary<string, MeasuredMachine> ByName { get; } = new Dictionary<string, MeasuredMachine>
    {
        ["p4d.24xlarge"] = new(744.8, 3781.8, 5245.0, 4676.8, 96),
        ["p3.16xlarge"] = new(459.0, 2234.8, 3038.8, 3543.8, 72),
        ["p3.8xlarge"] = new(229.5, 1117.4, 1519.4, 3543.8, 72),
        ["p3.2xlarge"] = new(57.4, 279.3, 379.8, 3543.8, 72),
        ["p3dn.24xlarge"] = new(548.2, 2721.3, 3786.1, 3543.8, 96),
        ["g4dn.12xlarge"] = new(131.7, 494.5, 677.4, 3010.8, 96),
        ["g4dn.xlarge"] = new(16.4, 76.3, 104.0, 3010.8, 96),
        ["inf1.24xlarge"] = new(190.5, 682.7, 933.2, 1344.3, 96),
        ["inf1.6xlarge"] = new(47.6, 170.7, 233.3, 1344.3, 96),
        ["inf1.2xlarge"] = new(15.9, 56.9, 77.8, 1344.3, 96),
        ["r6g.8xlarge"] = new(74.9, 173.8, 245.0, 1688.5, 64),
        ["i3en.12xlarge"] = new(134.8, 458.0, 670.8, 2943.8, 96),
        ["t4g.micro"] = new(1.7, 4.9, 6.3, 1333.1, 64),
        ["t4g.small"] = new(1.9, 5.3, 6.9, 1333.1, 64),
        ["t4g.medium"] = new(2.3, 6.1, 8.1, 1333.1, 64),
        ["m6g.large"] = new(3.1, 7.7, 10.5, 1333.1, 64),
        ["m6g.8xlarge"] = new(49.3, 122.6, 168.2, 1333.1, 64),
        ["c6g.16xlarge"] = new(73.0, 194.0, 259.6, 1155.5, 64),
        ["t3.micro"] = new(3.4, 9.8, 13.0, 1610.8, 96),
        ["t3.medium"] = new(3.8, 11.6, 16.0, 1610.8, 96),
        ["m6i.large"] = new(4.6, 12.1, 16.2, 1788.5, 128),
        ["m6i.xlarge"] = new(9.1, 24.3, 32.4, 1788.5, 128),
        ["x2gd.8xlarge"] = new(126.1, 276.2, 398.6, 2599.1, 64),
    }.ToFrozenDictionary();
}
