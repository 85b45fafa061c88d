using CarbonApp.Api.Grid.Footprint;

namespace CarbonApp.Web.Tests.Fakes;

/// <summary>Footprints at the test grid's mean: enough arithmetic for a page.</summary>
internal static class FakeFootprints
{
    public static FootprintResponse Answer(FootprintRequest request, FakeSite site)
    {
        var hours = (request.End!.Value - request.Start!.Value).TotalHours;
        FootprintComponentItem[] parts = [.. request.Components!.Select(c => Part(c, site, hours))];
        var (energy, located, made) = (parts.Sum(p => p.EnergyKwh), parts.Sum(p => p.LocationBasedG), parts.Sum(p => p.EmbodiedG ?? 0));
        string[] unknown = [.. parts.Where(p => p.EmbodiedG is null).Select(p => p.Name)];
        var score = (located + made) / request.FunctionalUnit.Count;
        return new FootprintResponse
        {
            Site = site.Item, Start = request.Start.Value, End = request.End.Value, Factor = "lifecycle",
            Sci = new SciItem
            {
                ScoreG = score, LowG = score * 0.8, HighG = score * 1.3, EnergyKwh = energy, IntensityGPerKwh = site.Mean, EmbodiedG = made,
                Units = request.FunctionalUnit.Count, UnitName = request.FunctionalUnit.Name,
            },
            Totals = new FootprintTotals
            {
                EnergyKwh = energy, LocationBasedG = located, MarketBasedG = located * (1 - (request.Market?.CertificateShare ?? 0)), EmbodiedG = made, EmbodiedUnknownOf = unknown,
                LocationAndEmbodiedG = located + made, MarketAndEmbodiedG = made, LowG = score * 0.8, HighG = score * 1.3, RangeUnknownOf = ["PUE of aws"],
            },
            Components = parts,
            LocationIntensity = new CoefficientItem { Name = $"intensity of {site.Zone}", Value = site.Mean, Unit = "gCO2eq/kWh", Confidence = "measured", Source = "neso" },
            Market = new MarketItem
            {
                Intensity = new CoefficientItem { Name = "intensity of what was bought", Value = site.Mean, Unit = "gCO2eq/kWh", Confidence = "assumed", Source = "location-based" },
                RestBasis = "location", CoveredShare = request.Market?.CertificateShare ?? 0, LocationStandsIn = true,
            },
            Warnings = ["LOCATION_STANDS_IN", .. unknown.Length > 0 ? (string[])["EMBODIED_UNKNOWN"] : []],
            Provenance = [],
        };
    }

    private static FootprintComponentItem Part(FootprintComponent part, FakeSite site, double hours)
    {
        var watts = part.Instances is { } machines ? 24.3 * machines.Count : part.Power?.Watts ?? 5;
        var energy = watts / 1000 * hours * site.Pue;
        return new FootprintComponentItem
        {
            Name = part.Name!, Kind = part.Instances is null ? "power" : "instances", EnergyKwh = energy, EnergyLowKwh = energy * 0.8, EnergyHighKwh = energy * 1.3,
            LocationBasedG = energy * site.Mean, MarketBasedG = energy * site.Mean, EmbodiedG = part.Instances is null ? null : 1.6 * hours,
            Coefficients = [new CoefficientItem { Name = $"power of {part.Name}", Value = watts, Unit = "W", Confidence = part.Instances is null ? "given" : "measured", Source = "Teads EC2 data set", Low = watts * 0.8, High = watts * 1.3 }],
        };
    }
}
