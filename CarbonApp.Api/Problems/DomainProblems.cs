using System.Globalization;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Problems;

/// <summary>The ways a request can be understood, or not, and have no answer. Each names the value, the limit and the remedy.</summary>
internal static class DomainProblems
{
    public static ProblemHttpResult Invalid(IReadOnlyDictionary<string, string[]> errors) => Problem(
        400, ProblemCode.Validation, "The request is not valid", string.Join(" ", errors.SelectMany(e => e.Value.Select(v => $"{e.Key}: {v}"))),
        ("errors", errors));

    public static ProblemHttpResult Invalid(string field, string message) =>
        Invalid(new Dictionary<string, string[]> { [field] = [message] });

    public static ProblemHttpResult InvalidDuration(string field, string message) => Problem(
        400, ProblemCode.InvalidDuration, "The duration is not valid", $"{field}: {message}",
        ("errors", new Dictionary<string, string[]> { [field] = [message] }));

    public static ProblemHttpResult DeadlineTooTight(DateTimeOffset deadline, DateTimeOffset earliestFinish) => Problem(
        422, ProblemCode.DeadlineTooTight, "The job cannot be done by its deadline",
        $"The deadline is {deadline:yyyy-MM-dd'T'HH:mm:ss'Z'}, but the job finishes at {earliestFinish:yyyy-MM-dd'T'HH:mm:ss'Z'} at the earliest: move the deadline there or later, or shorten the job.",
        ("earliestFinish", earliestFinish));

    public static ProblemHttpResult UnknownRegion(string region, IReadOnlyList<string> nearest, int status = 422) => Problem(
        status, ProblemCode.UnknownRegion, "The cloud region is not known",
        $"No provider has a region '{region}'{Suggest(nearest)} GET /api/v2/regions lists all.", ("nearest", nearest));

    public static ProblemHttpResult UnknownZone(string zone, IReadOnlyList<string> nearest, int status = 422) => Problem(
        status, ProblemCode.UnknownZone, "The grid zone is not known",
        $"'{zone}' is no zone of the table and has no stored history{Suggest(nearest)} GET /api/v2/zones lists all.", ("nearest", nearest));

    public static ProblemHttpResult UnknownLocation(string field, string location, IReadOnlyList<string> nearest)
    {
        var detail = $"Unknown location: '{location}' is neither a cloud region nor a grid zone{Suggest(nearest)} GET /locations lists all.";
        return Problem(
            400, ProblemCode.UnknownLocation, "The location is not known", detail,
            ("nearest", nearest), ("errors", new Dictionary<string, string[]> { [field] = [detail] }));
    }

    public static ProblemHttpResult NothingObserved(string field, string location, DateTimeOffset from, DateTimeOffset to)
    {
        var detail = $"{field}: nothing is known of {location} from {from:yyyy-MM-dd'T'HH:mm:ss'Z'} to {to:yyyy-MM-dd'T'HH:mm:ss'Z'} so far. Import history with `carbon import`, or set a key for a source that covers it.";
        return Problem(404, ProblemCode.NoSignal, "No intensity is known", detail);
    }

    public static ProblemHttpResult UnknownInstance(string provider, string type, IReadOnlyList<string> nearest, int status = 422) => Problem(
        status, ProblemCode.UnknownInstance, "The instance type is not known",
        $"'{type}' is no type of {provider} known here{Suggest(nearest)} Give resources.watts instead where you know the power.", ("nearest", nearest));

    private static ProblemHttpResult NoSignal(string basis, DateTimeOffset from, DateTimeOffset to, IReadOnlyList<SourceAttempt> attempts, int status) => Problem(
        status, ProblemCode.NoSignal, "No intensity is known",
        $"Nothing is known of {basis} from {from:yyyy-MM-dd'T'HH:mm:ss'Z'} to {to:yyyy-MM-dd'T'HH:mm:ss'Z'}. Sources tried: {Describe(attempts)}. Import history with `carbon import`, or set a key for a source that covers it.",
        ("sourcesTried", attempts.Select(a => $"{a.Source}: {a.Outcome}").ToArray()));

    /// <summary>UNKNOWN_ZONE where every source was heard and none has heard of the zone; NO_SIGNAL where one might have.</summary>
    public static ProblemHttpResult NothingKnown(SignalBasis basis, DateTimeOffset from, DateTimeOffset to, IReadOnlyList<SourceAttempt> attempts, int status = 422) =>
        GridZoneTable.Find(basis.Zone) is null && !attempts.Any(a => a.Outcome.StartsWith("failed", StringComparison.Ordinal))
            ? UnknownZone(basis.Zone.Value, GridZoneTable.Nearest(basis.Zone.Value, 3), status)
            : NoSignal(basis.ToString(), from, to, attempts, status);

    /// <summary>NO_SIGNAL of several zones at once.</summary>
    public static ProblemHttpResult WithoutHistory(IReadOnlyList<string> zones, string detail) =>
        Problem(422, ProblemCode.NoSignal, "No intensity is known", detail, ("zones", zones));

    public static ProblemHttpResult HorizonExceeded(string detail) =>
        Problem(422, ProblemCode.HorizonExceeded, "The window reaches beyond what is known", detail);

    public static ProblemHttpResult NoForecast(string detail) =>
        Problem(404, ProblemCode.NoForecast, "Too little is known for a forecast", detail);

    /// <summary>Nothing keeps to the carbon budget; the least that is possible says by how much it would have to grow.</summary>
    public static ProblemHttpResult BudgetExceeded(double budgetG, double leastG, object sites) => Problem(
        422, ProblemCode.BudgetExceeded, "The carbon budget is too small",
        string.Create(CultureInfo.InvariantCulture, $"constraints.carbonBudgetG is {budgetG:0.###} g, but the least that is possible is {leastG:0.###} g: raise the budget, move the deadline, allow more sites, or shorten the job."),
        ("leastG", leastG), ("sites", sites));

    /// <summary>Every site is out of the question, each for the reason given with it.</summary>
    public static ProblemHttpResult NoSite(string detail, object sites) =>
        Problem(422, ProblemCode.NoSite, "No site is left", detail, ("sites", sites));

    /// <summary>CAPACITY_SHORT where the work competes for room, UNPLACEABLE where it fails by itself.</summary>
    public static ProblemHttpResult Unplaced(bool capacityShort, string detail, object unplaced) => Problem(
        422, capacityShort ? ProblemCode.CapacityShort : ProblemCode.Unplaceable, "Not everything can be placed", detail, ("unplaced", unplaced));

    public static ProblemHttpResult TooLong(string detail) => Problem(422, ProblemCode.TooLong, "The plan takes too long", detail);

    public static ProblemHttpResult UnknownPlan(string id) => Problem(
        404, ProblemCode.UnknownPlan, "The plan is not known",
        $"No plan is stored under '{(id.Length <= 40 ? id : id[..40] + "…")}': give the planId of an answer of POST /api/v2/plan that had no warning NOT_STORED and is not older than plans are kept.");

    public static ProblemHttpResult NotFound(string detail) => Problem(404, ProblemCode.NotFound, "Not found", detail);

    /// <summary>A problem of a part that has its own.</summary>
    public static ProblemHttpResult Of(int status, string code, string title, string detail) => Problem(status, code, title, detail);

    private static string Suggest(IReadOnlyList<string> nearest) =>
        nearest.Count == 0 ? "." : $"; did you mean {string.Join(", ", nearest)}?";

    private static string Describe(IReadOnlyList<SourceAttempt> attempts) =>
        attempts.Count == 0 ? "none covers it" : string.Join(", ", attempts.Select(a => $"{a.Source} ({a.Outcome})"));

    private static ProblemHttpResult Problem(int status, string code, string title, string detail, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        foreach (var (name, value) in more)
        {
            extensions[name] = value;
        }

        return TypedResults.Problem(detail, statusCode: status, title: title, extensions: extensions);
    }
}
