namespace CarbonApp.Api.Grid.Plans;

/// <summary>Writes what each site could do.</summary>
internal static class PlanSitesAnswer
{
    /// <summary>Best first, those left out last.</summary>
    public static PlanSiteItem[] Items(PlanChoice choice, int most)
    {
        var items = new PlanSiteItem[Math.Min(most, choice.Possible.Count + choice.Excluded.Count)];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = i < choice.Possible.Count ? Item(choice.Possible[i], i == 0) : Item(choice.Excluded[i - choice.Possible.Count]);
        }

        return items;
    }

    public static PlanSiteItem Item(PlanCandidate.Excluded excluded) => new()
    {
        Index = excluded.Place.Index,
        Site = excluded.Place.Site,
        Status = "excluded",
        Reason = excluded.Reason,
        Detail = excluded.Detail,
        LatencyMs = excluded.Place.LatencyMs,
        LatencyEstimated = excluded.Place.LatencyEstimated,
    };

    private static PlanSiteItem Item(PlanCandidate.Possible possible, bool chosen) => new()
    {
        Index = possible.Place.Index,
        Site = possible.Place.Site,
        Status = chosen ? "chosen" : "possible",
        Start = possible.Unit.Pieces[0].Start,
        Finish = possible.Unit.Pieces[^1].End,
        EmissionsWithTransferG = possible.EmissionsWithTransferG,
        TransferG = possible.TransferG,
        MeanIntensity = possible.Unit.Grams / possible.Unit.Kwh,
        CostEur = possible.CostEur,
        LatencyMs = possible.Place.LatencyMs,
        LatencyEstimated = possible.Place.LatencyEstimated,
    };
}
