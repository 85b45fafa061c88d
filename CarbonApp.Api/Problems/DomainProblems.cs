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

    /// <summary>CAPACITY_SHORT where the work competes for room, UNPLACEABLE where it fails by itself.</summary>
    public static ProblemHttpResult Unplaced(bool capacityShort, string detail, object unplaced) => Problem(
        422, capacityShort ? ProblemCode.CapacityShort : ProblemCode.Unplaceable, "Not everything can be placed", detail, ("unplaced", unplaced));

    public static ProblemHttpResult TooLong(string detail) => Problem(422, ProblemCode.TooLong, "The plan takes too long", detail);

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
