using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Footprint;

/// <summary>Power at four utilizations, linear between them.</summary>
/// <param name="Idle">W at 0 %.</param>
/// <param name="AtTenPercent">W at 10 %.</param>
/// <param name="AtHalf">W at 50 %.</param>
/// <param name="Full">W at 100 %.</param>
public sealed record PowerCurve(Power Idle, Power AtTenPercent, Power AtHalf, Power Full)
{
    /// <summary>Power at a mean CPU utilization of 0 to 1, by linear interpolation between the measured points.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The utilization is outside 0 to 1 or not a number.</exception>
    public Power At(double utilization)
    {
        if (!(utilization is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(utilization), utilization, "Utilization must lie between 0 and 1.");
        }

        var watts = utilization switch
        {
            <= 0.1 => Between(Idle, AtTenPercent, utilization / 0.1),
            <= 0.5 => Between(AtTenPercent, AtHalf, (utilization - 0.1) / 0.4),
            _ => Between(AtHalf, Full, (utilization - 0.5) / 0.5),
        };
        return Power.FromWatts(watts);
    }

    internal static PowerCurve FromWatts(double idle, double tenPercent, double half, double full) =>
        new(Power.FromWatts(idle), Power.FromWatts(tenPercent), Power.FromWatts(half), Power.FromWatts(full));

    /// <summary>This curve, each point times that of <paramref name="numerator"/> over that of <paramref name="denominator"/>.</summary>
    internal PowerCurve ScaledBy(PowerCurve numerator, PowerCurve denominator) => FromWatts(
        Idle.Watts * numerator.Idle.Watts / denominator.Idle.Watts,
        AtTenPercent.Watts * numerator.AtTenPercent.Watts / denominator.AtTenPercent.Watts,
        AtHalf.Watts * numerator.AtHalf.Watts / denominator.AtHalf.Watts,
        Full.Watts * numerator.Full.Watts / denominator.Full.Watts);

    private static double Between(Power low, Power high, double part) => low.Watts + ((high.Watts - low.Watts) * part);
}
