using CarbonApp.Engine.Kelp.Tides;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>What to know before the numbers of an analysis are used.</summary>
internal static class AnalysisWarnings
{
    private const int FewPasses = 3;

    public static IReadOnlyList<AnalysisWarning> Of(AnalysisQuestion question, Estimate estimate, FoundScenesOf found, bool demo)
    {
        var (warnings, used, masks) = (new List<AnalysisWarning>(), estimate.Used, estimate.Masks);
        if (demo)
        {
            Add("DEMO", "Made in demo mode from the files at hand: do not use these numbers.");
        }

        if (question.SpeciesRule != "given")
        {
            Add("SPECIES_ASSUMED", question.SpeciesRule == "region"
                ? $"No species was given: {AnalysisNames.Of(question.Species)} is taken, which the coast is known for. A satellite does not tell species apart."
                : $"No species was given, and the coast is known for neither of the two with measured constants: {AnalysisNames.Of(question.Species)} is assumed. Give the species.");
        }

        AddTide(question, used, found.Tides, Add);
        if (used.Count < FewPasses)
        {
            Add("FEW_SCENES", $"{used.Count} {(used.Count == 1 ? "date is" : "dates are")} behind the estimate: mats that drift by and foam cannot be told from beds. Ask for a longer period.");
        }

        var hidden = masks.TotalPixels - masks.ValidPixels;
        if (hidden > 0.1 * masks.TotalPixels)
        {
            Add("PARTLY_HIDDEN", FormattableString.Invariant($"{100.0 * hidden / masks.TotalPixels:0} % of the area was not seen clearly on any date; kelp there is in no number."));
        }

        if (found.Zone.OnlyElsewhere > 0)
        {
            Add("OTHER_ZONE", OtherZone(found));
        }

        foreach (var note in question.Repairs)
        {
            Add("AOI_REPAIRED", note);
        }

        foreach (var note in found.Notes)
        {
            Add("CATALOG", note);
        }

        warnings.AddRange(found.Passes.SelectMany(f => f.Summary.Granules).SelectMany(g => g.Warnings));
        return warnings;

        void Add(string code, string message) => warnings.Add(new AnalysisWarning { Code = code, Message = message });
    }

    /// <summary>Where no scene of another zone was searched, for its clouds say, the numbers lack what only those show.</summary>
    private static string OtherZone(FoundScenesOf found)
    {
        var others = found.Zone.Others.Select(zone => zone.Epsg).ToHashSet();
        var searched = found.Passes.SelectMany(f => f.Pass.Granules).Any(g => g.LeftOut is null && g.Item.Epsg is { } code && others.Contains(code));
        return FormattableString.Invariant($"{100 * found.Zone.OnlyElsewhere:0.##} % of the area only scenes of {string.Join(", ", others.Select(code => $"EPSG:{code}"))} show") + (searched
            ? $". They were searched on their own zone's pixels, and what was found was carried by nearest neighbour to those of EPSG:{found.Zone.Zone.Epsg}, in which the area is mapped: each is at most half a pixel off along its sides."
            : ", and none of them was among the dates searched: that part is in no number.");
    }

    private static void AddTide(AnalysisQuestion question, IReadOnlyList<FoundPass> used, TideBook tides, Action<string, string> add)
    {
        if (!question.Request.TideCorrection)
        {
            add("NO_TIDE_CORRECTION", "No tide correction was asked for: canopy is as seen, and too small at any height above chart datum.");
        }
        else if (used.Any(f => f.Pass.Tide is null))
        {
            var nearest = tides.NearestKm(used[0].Pass.At) is { } km ? FormattableString.Invariant($"the nearest is {km:0} km away") : "none is known";
            add("NO_TIDE_STATION", FormattableString.Invariant($"No tide station lies within {NearestTide.LimitMetres / 1000:0} km ({nearest}): canopy is as seen, without tide correction, and too small at any height above chart datum."));
        }
    }
}
