using System.Globalization;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>The hard limits a place keeps to or not whatever its intensity: country, provider, latency, machines, price, contract.</summary>
internal static class PlanFilters
{
    /// <summary>Why a place is out of the question; null when it is not.</summary>
    public static PlanCandidate.Excluded? Exclude(PlanQuestion question, PlanPlace place)
    {
        var goal = question.Goal;
        return goal.Countries?.Contains(place.Country) == false
            ? Out(PlanReason.Residency, $"Its grid zone {place.Site.Zone} lies in {place.Country}, which is not one of {Some(goal.Countries)}.")
            : goal.Providers is { } providers && !(place.Provider is { } provider && providers.Contains(provider))
            ? Out(PlanReason.Provider, $"{place.Site.Provider ?? "A grid zone"} is not one of the providers {string.Join(", ", providers).ToLowerInvariant()}.")
            : place.Power is null
            ? Out(PlanReason.UnknownInstance, $"{place.Site.Provider} has no instance type of that name.")
            : ExcludeByLatency(question, place)
            ?? (goal.NeedsPrice && place.Price is null
            ? Out(PlanReason.UnknownPrice, "Its price of electricity is not known: give eurPerMwh or prices.")
            : goal.Market && place.MarketIntensity is null
            ? Out(PlanReason.UnknownMarketIntensity, "What electricity is contracted there is not known: give marketIntensity.")
            : null);

        PlanCandidate.Excluded Out(string reason, string detail) => new(place, reason, detail);
    }

    private static PlanCandidate.Excluded? ExcludeByLatency(PlanQuestion question, PlanPlace place)
    {
        if (double.IsPositiveInfinity(question.MaxLatencyMs))
        {
            return null;
        }

        return place.LatencyMs is not { } latency
            ? new PlanCandidate.Excluded(place, PlanReason.UnknownLatency, "Where it stands is not known: give its latencyMs.")
            : latency > question.MaxLatencyMs
            ? new PlanCandidate.Excluded(place, PlanReason.Latency, string.Create(
                CultureInfo.InvariantCulture, $"The round trip takes {latency:0.#} ms{(place.LatencyEstimated ? " by estimate" : "")}, more than {question.MaxLatencyMs:0.#}."))
            : null;
    }

    private static string Some(IReadOnlySet<string> countries) =>
        string.Join(", ", countries.Order(StringComparer.Ordinal).Take(10)) + (countries.Count > 10 ? ", …" : "");
}
