using System.Diagnostics.CodeAnalysis;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Footprint;

/// <summary>A component that has been counted, under the name it goes by in the answer.</summary>
internal sealed record NamedComponent(string Name, string Kind, ComponentFootprint Footprint);

/// <summary>A footprint request that has been understood: every name found, every default filled in.</summary>
internal sealed record FootprintQuestion(
    string? Id, SiteItem Site, SignalBasis Basis, DateTimeOffset Start, DateTimeOffset End, Coefficient Pue, IReadOnlyList<NamedComponent> Components,
    double? GivenIntensity, MarketTerms Market, FootprintUnit Unit)
{
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(400);

    /// <summary>Reads a request; false with a problem that names what to change.</summary>
    public static bool TryRead(
        FootprintRequest request, [NotNullWhen(true)] out FootprintQuestion? question, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        question = null;
        var errors = new FieldErrors();
        errors.OneOf("factor", request.Factor, "lifecycle", "direct");
        CheckPeriod(request, errors);
        if (errors.Require("site", request.Site))
        {
            PlanSites.Validate(request.Site, "site", errors);
        }

        CheckMarket(request.Market, errors);
        CheckUnit(request, errors);
        if (errors.Any || !FootprintComponents.Validate(request, errors))
        {
            problem = errors.ToProblem();
            return false;
        }

        if (!PlanSites.TryResolve(request.Site!, out var site, out problem))
        {
            return false;
        }

        var pue = PueOf(request.Site!, site);
        if (!FootprintComponents.TryCount(request, site, pue, out var components, out problem))
        {
            return false;
        }

        question = new FootprintQuestion(
            request.Id, site, new SignalBasis(ZoneId.Parse(site.Zone), SignalKind.Average, WireNames.Factor(request.Factor)!.Value),
            request.Start!.Value, request.End!.Value, pue, components, request.IntensityGPerKwh, Terms(request.Market), request.FunctionalUnit);
        return true;
    }

    private static Coefficient PueOf(PlanSite asked, SiteItem site) => (asked.Pue, site.Provider) switch
    {
        ({ } given, _) => Coefficient.Given("power usage effectiveness", given, ""),
        (null, { } provider) => new Coefficient("power usage effectiveness", site.Pue, "", CoefficientConfidence.Estimated, $"mean of {provider}, Cloud Carbon Footprint"),
        _ => new Coefficient("power usage effectiveness", site.Pue, "", CoefficientConfidence.Assumed, "no overhead: a zone says nothing of a data centre"),
    };

    private static MarketTerms Terms(FootprintMarket? market) => market is null
        ? new MarketTerms()
        : new MarketTerms(
            market.CertificateShare, market.CertificateIntensityGPerKwh, market.SupplierIntensityGPerKwh, market.ResidualIntensityGPerKwh,
            market.CarbonFreeShare, market.GridCarbonFreeShare);

    private static void CheckPeriod(FootprintRequest request, FieldErrors errors)
    {
        if (request is not { Start: { } start, End: { } end })
        {
            errors.Add(request.Start is null ? "start" : "end", "is missing: a footprint is that of a period, such as 2026-03-15T00:00:00Z to 2026-03-16T00:00:00Z.");
        }
        else if (end <= start)
        {
            errors.Add("end", $"{end:yyyy-MM-dd'T'HH:mm:ss'Z'} is not after start, {start:yyyy-MM-dd'T'HH:mm:ss'Z'}.");
        }
        else if (end - start > LongestPeriod)
        {
            errors.Add("end", $"the period is {(end - start).TotalDays:0.#} days long; count at most {LongestPeriod.TotalDays:0} at once.");
        }
    }

    private static void CheckUnit(FootprintRequest request, FieldErrors errors)
    {
        if (request.Id?.Length > 200)
        {
            errors.Add("id", $"has {request.Id.Length} characters; at most 200 are kept.");
        }

        errors.Within("functionalUnit.count", request.FunctionalUnit.Count, 1e-9, 1e18, "");
        if (request.FunctionalUnit.Name.Length is 0 or > 100)
        {
            errors.Add("functionalUnit.name", $"has {request.FunctionalUnit.Name.Length} characters; 1 to 100 are wanted.");
        }

        if (request.IntensityGPerKwh is { } intensity)
        {
            errors.Within("intensityGPerKwh", intensity, 0, 10_000, " gCO2eq/kWh");
        }
    }

    private static void CheckMarket(FootprintMarket? market, FieldErrors errors)
    {
        if (market is null)
        {
            return;
        }

        Within("certificateShare", market.CertificateShare, 1, "");
        Within("certificateIntensityGPerKwh", market.CertificateIntensityGPerKwh, 10_000, " gCO2eq/kWh");
        Within("supplierIntensityGPerKwh", market.SupplierIntensityGPerKwh, 10_000, " gCO2eq/kWh");
        Within("residualIntensityGPerKwh", market.ResidualIntensityGPerKwh, 10_000, " gCO2eq/kWh");
        Within("carbonFreeShare", market.CarbonFreeShare, 1, "");
        Within("gridCarbonFreeShare", market.GridCarbonFreeShare, 0.99, "");
        if (market.CarbonFreeShare is not null && (market.CertificateShare ?? market.SupplierIntensityGPerKwh) is not null)
        {
            errors.Add("market", "give either carbonFreeShare, or certificateShare and supplierIntensityGPerKwh: a carbon-free share counts certificates in.");
        }

        if (market is { GridCarbonFreeShare: { } grid } && !(market.CarbonFreeShare >= grid))
        {
            errors.Add("market.gridCarbonFreeShare", $"{grid} needs a carbonFreeShare of at least as much, in which the grid's own part counts.");
        }

        void Within(string field, double? value, double high, string unit)
        {
            if (value is { } number)
            {
                errors.Within($"market.{field}", number, 0, high, unit);
            }
        }
    }
}
