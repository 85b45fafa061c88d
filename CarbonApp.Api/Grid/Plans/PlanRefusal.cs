using System.Globalization;
using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>Says why no site is left: by its own code where all are out for one reason, else site by site.</summary>
internal static class PlanRefusal
{
    private const int MostNamed = 100;
    private const int MostInWords = 5;

    public static ProblemHttpResult Of(PlanQuestion question, PlanReadings readings, PlanChoice choice)
    {
        var excluded = choice.Excluded;
        PlanSiteItem[] items = [.. excluded.Take(MostNamed).Select(PlanSitesAnswer.Item)];
        if (excluded.Any(e => e.LeastG is not null))
        {
            return DomainProblems.BudgetExceeded(question.Goal.MostGrams, excluded.Min(e => e.LeastG ?? double.PositiveInfinity), items);
        }

        var first = excluded[0];
        if (excluded.All(e => e.Reason == PlanReason.NoSignal))
        {
            var window = question.Task.Window;
            return DomainProblems.NothingKnown(question.Goal.Basis with { Zone = first.Place.Zone }, window.Earliest, window.Deadline, readings[first.Place.Zone].Attempts);
        }

        return excluded.All(e => e.Reason is PlanReason.NotCovered or PlanReason.NoSchedule or PlanReason.NoSignal)
            ? DomainProblems.HorizonExceeded(TooLittleKnown(question, excluded.MaxBy(e => e.Known ?? TimeSpan.Zero)!))
            : DomainProblems.NoSite(Words(excluded), items);
    }

    private static string TooLittleKnown(PlanQuestion question, PlanCandidate.Excluded excluded)
    {
        var (window, basis, known) = (question.Task.Window, question.Goal.Basis with { Zone = excluded.Place.Zone }, excluded.Known!.Value);
        if (excluded.Reason == PlanReason.NoSchedule)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{excluded.Detail.TrimEnd('.')} of {basis} before {window.Deadline:yyyy-MM-dd'T'HH:mm:ss'Z'}: loosen them, move the deadline, or import what is missing.")
                + (excluded.Detail.EndsWith("known.", StringComparison.Ordinal) ? "" : " Durations in whole minutes or hours make the search smaller.");
        }

        var stretch = question.Task.Mode == PlanMode.Contiguous ? "the longest stretch known" : "all that is known together";
        return string.Create(CultureInfo.InvariantCulture, $"The job needs {window.Duration.TotalHours:0.##} h between {window.Earliest:yyyy-MM-dd'T'HH:mm:ss'Z'} and {window.Deadline:yyyy-MM-dd'T'HH:mm:ss'Z'}, but {stretch} of {basis} is {known.TotalHours:0.##} h: shorten the job, or import what is missing.");
    }

    private static string Words(IReadOnlyList<PlanCandidate.Excluded> excluded)
    {
        var named = excluded.GroupBy(e => e.Reason).SelectMany(g => g.Take(1)).Take(MostInWords).Select(e => $"{e.Place.Name}: {e.Detail}");
        var counts = excluded.GroupBy(e => e.Reason).OrderByDescending(g => g.Count()).Select(g => $"{g.Count()} × {g.Key}");
        return excluded.Count <= MostInWords
            ? string.Join(" ", excluded.Select(e => $"{e.Place.Name}: {e.Detail}"))
            : $"All {excluded.Count} sites are left out ({string.Join(", ", counts)}), for example {string.Join(" ", named)}";
    }
}
