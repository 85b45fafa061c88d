using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Regions;

/// <summary>What is known of a grid zone without asking anyone: its name, place and yearly means.</summary>
/// <param name="Zone">Key.</param>
/// <param name="Name">Place it covers, in English.</param>
/// <param name="Latitude">Degrees north of a point amid its consumers, WGS 84.</param>
/// <param name="Longitude">Degrees east of that point, WGS 84.</param>
/// <param name="AnnualMean">Mean life-cycle intensity of the newest year known; null when none is.</param>
/// <param name="AnnualMeanYear">That year; null when no mean is known or its publisher does not say.</param>
/// <param name="AnnualMeanSource">
/// Where the mean is published, for attribution, and "mean of COUNTRY" when it is that of the whole country; null when none is known.
/// </param>
/// <param name="RenewableShare">Part of consumption from renewables that year, 0 to 1; null when not known.</param>
/// <param name="FossilFreeShare">Part of consumption from renewables and nuclear that year, 0 to 1; null when not known.</param>
public sealed record GridZone(
    ZoneId Zone, string Name, double Latitude, double Longitude,
    CarbonIntensity? AnnualMean, int? AnnualMeanYear, string? AnnualMeanSource, double? RenewableShare, double? FossilFreeShare);
