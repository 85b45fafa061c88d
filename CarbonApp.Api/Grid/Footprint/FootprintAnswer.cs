using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Engine.Grid.Footprint;

namespace CarbonApp.Api.Grid.Footprint;

/// <summary>Counts an understood request and writes the answer.</summary>
internal static class FootprintAnswer
{
    public static FootprintResponse Of(FootprintQuestion question, Coefficient location, ProvenanceItem[] provenance, bool stale)
    {
        var market = MarketIntensity.Of(question.Market, location);
        var counted = ServiceFootprint.Of([.. question.Components.Select(c => c.Footprint)], location, market.Intensity, question.Unit.Count);
        var all = counted.LocationG + counted.EmbodiedG;
        string[] unweighed = [.. question.Components.Where(c => c.Footprint.EmbodiedG is null).Select(c => c.Name)];
        return new FootprintResponse
        {
            Id = question.Id,
            Site = question.Site,
            Start = question.Start,
            End = question.End,
            Factor = WireNames.Of(question.Basis.Factor),
            Sci = new SciItem
            {
                ScoreG = counted.SciG.Value,
                LowG = counted.SciG.Low,
                HighG = counted.SciG.High,
                EnergyKwh = counted.EnergyKwh.Value,
                IntensityGPerKwh = location.Value,
                EmbodiedG = counted.EmbodiedG.Value,
                Units = question.Unit.Count,
                UnitName = question.Unit.Name,
            },
            Totals = new FootprintTotals
            {
                EnergyKwh = counted.EnergyKwh.Value,
                LocationBasedG = counted.LocationG.Value,
                MarketBasedG = counted.MarketG.Value,
                EmbodiedG = counted.EmbodiedG.Value,
                EmbodiedUnknownOf = unweighed,
                LocationAndEmbodiedG = all.Value,
                MarketAndEmbodiedG = counted.MarketG.Value + counted.EmbodiedG.Value,
                LowG = all.Low,
                HighG = all.High,
                RangeUnknownOf = counted.WithoutRange,
            },
            Components = [.. question.Components.Zip(counted.Components, Item)],
            LocationIntensity = Item(location),
            Market = new MarketItem
            {
                Intensity = Item(market.Intensity),
                RestBasis = Name(market.Basis),
                CoveredShare = market.CoveredShare,
                LocationStandsIn = market.LocationStandsIn,
            },
            Warnings = [.. Warnings(question, market, provenance, stale, unweighed.Length > 0)],
            Provenance = provenance,
        };
    }

    private static FootprintComponentItem Item(NamedComponent named, CountedComponent counted) => new()
    {
        Name = named.Name,
        Kind = named.Kind,
        EnergyKwh = counted.Component.EnergyKwh.Value,
        EnergyLowKwh = counted.Component.EnergyKwh.Low,
        EnergyHighKwh = counted.Component.EnergyKwh.High,
        LocationBasedG = counted.LocationG.Value,
        MarketBasedG = counted.MarketG.Value,
        EmbodiedG = counted.Component.EmbodiedG?.Value,
        Coefficients = [.. counted.Component.Coefficients.Select(Item)],
    };

    private static CoefficientItem Item(Coefficient coefficient) => new()
    {
        Name = coefficient.Name,
        Value = coefficient.Value,
        Unit = coefficient.Unit,
        Confidence = Name(coefficient.Confidence),
        Source = coefficient.Source,
        Low = coefficient.Low,
        High = coefficient.High,
    };

    private static string Name(CoefficientConfidence confidence) => confidence switch
    {
        CoefficientConfidence.Given => "given",
        CoefficientConfidence.Measured => "measured",
        CoefficientConfidence.Estimated => "estimated",
        _ => "assumed",
    };

    private static string Name(RestBasis basis) => basis switch
    {
        RestBasis.Supplier => "supplier",
        RestBasis.Residual => "residual",
        RestBasis.GridRest => "gridRest",
        _ => "location",
    };

    private static IEnumerable<string> Warnings(FootprintQuestion question, MarketIntensity market, ProvenanceItem[] provenance, bool stale, bool unweighed)
    {
        if (provenance.Any(p => p.EstimatedShare > 0))
        {
            yield return "ESTIMATED_SIGNAL";
        }

        if (stale || provenance.Any(p => p.Status == "forecast" && p.AgeSeconds > PlanWarnings.ForecastGoesStale.TotalSeconds))
        {
            yield return "STALE_FORECAST";
        }

        if (market.LocationStandsIn)
        {
            // A carbon-free share counts the grid's own in, so the grid's mean understates what is left.
            yield return question.Market.CarbonFreeShare is null ? "LOCATION_STANDS_IN" : "CARBON_FREE_REST_UNKNOWN";
        }

        if (question.Pue.Confidence == CoefficientConfidence.Assumed)
        {
            yield return "ASSUMED_PUE";
        }

        if (unweighed)
        {
            yield return "EMBODIED_UNKNOWN";
        }
    }
}
