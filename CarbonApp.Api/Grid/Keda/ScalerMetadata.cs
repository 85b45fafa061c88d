using System.Globalization;
using CarbonApp.Api.Grid.Keda.Wire;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Grpc;
using CarbonApp.Api.Json;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Keda;

/// <summary>Reads the metadata of a trigger. Whatever is wrong ends the call with INVALID_ARGUMENT, which KEDA writes to its log.</summary>
internal static class ScalerMetadata
{
    private const int MostReplicas = 100_000;
    private const int LongestId = 64;
    private const int KedasOwn = 7;

    /// <summary>Of a misspelt key nobody would notice that it does nothing, so only these, and those KEDA itself reads, are taken.</summary>
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "scalerAddress", "caCert", "tlsCertFile", "tlsClientCert", "tlsClientKey", "unsafeSsl", "enableTLS",
        "zone", "region", "signal", "factor", "mode", "minReplicas", "maxReplicas",
        "maxIntensityGPerKwh", "percentile", "fullBelowGPerKwh",
        "duration", "jobMode", "earliest", "deadline", "windowStart", "windowLength", "planId",
    };

    /// <summary>Beside a plan's id only these mean anything.</summary>
    private static readonly string[] BesidePlanId = [.. Known.Take(KedasOwn), "planId", "minReplicas", "maxReplicas"];

    /// <summary>What the ScaledObject asks for.</summary>
    /// <exception cref="GrpcException">A key or value is missing, unknown or out of range.</exception>
    public static ScalingWish Read(ScaledObjectRef? asked)
    {
        if (asked is null)
        {
            throw Wrong("scaledObjectRef", "is missing.");
        }

        var given = asked.ScalerMetadata;
        if (given.Keys.FirstOrDefault(k => !Known.Contains(k)) is { } unknown)
        {
            throw Wrong(Shorten(unknown), $"is not known; known are {string.Join(", ", Known.Skip(KedasOwn))}.");
        }

        var name = $"{asked.Namespace}/{asked.Name}";
        var least = Whole(given, "minReplicas", 1, 1, MostReplicas);
        var most = Whole(given, "maxReplicas", least, least, MostReplicas);
        if (Text(given, "planId") is { } planId)
        {
            return new ScalingWish(name, null, default, least, most, StoredPlan(given, planId, most));
        }

        var (site, zone) = Site(Text(given, "zone"), Text(given, "region"));
        var mode = OneOf(given, "mode", given.ContainsKey("duration") ? "plan" : "threshold", "threshold", "plan");
        var basis = new SignalBasis(
            zone, WireNames.Kind(OneOf(given, "signal", "average", "average", "marginal"))!.Value, WireNames.Factor(OneOf(given, "factor", "lifecycle", "lifecycle", "direct"))!.Value);
        return new ScalingWish(name, site, basis, least, most, mode == "threshold" ? Threshold(given) : Plan(given));
    }

    private static StoredPlanWish StoredPlan(IDictionary<string, string> given, string planId, int most) =>
        given.Keys.FirstOrDefault(k => !BesidePlanId.Contains(k)) is { } other
            ? throw Wrong(other, "says what the plan of planId says already: leave it out.")
            : planId.Length > LongestId
                ? throw Wrong("planId", $"'{Shorten(planId)}' is not the planId of a plan.")
                : new StoredPlanWish(planId, given.ContainsKey("maxReplicas") ? most : null);

    public static GrpcException UnknownZone(string zone) =>
        Wrong("zone", $"'{Shorten(zone)}' is no zone of the table and has no stored history{Suggest(GridZoneTable.Nearest(zone, 3))}");

    private static (PlanSite, ZoneId) Site(string? zone, string? region)
    {
        if (zone is null == region is null)
        {
            throw Wrong("zone", "give either zone, such as GB, or region, such as aws/eu-west-2.");
        }

        if (zone is not null)
        {
            return ZoneId.TryParse(zone, out var id) ? (new PlanSite { Zone = id.Value }, id) : throw UnknownZone(zone);
        }

        var slash = region!.IndexOf('/', StringComparison.Ordinal);
        var (provider, code) = slash < 0 ? (null, region) : (region[..slash], region[(slash + 1)..]);
        if (provider is not null && WireNames.Provider(provider) is null)
        {
            throw Wrong("region", $"'{Shorten(provider)}' is no provider; expected aws, azure or gcp before the slash.");
        }

        IReadOnlyList<CloudRegion> found = WireNames.Provider(provider) is not { } known ? CloudRegionTable.FindByCode(code)
            : CloudRegionTable.Find(known, code) is { } one ? [one]
            : [];
        return found is [var only]
            ? (new PlanSite { Provider = WireNames.Of(only.Provider), Region = only.Code }, only.Zone)
            : found.Count > 1
                ? throw Wrong("region", $"'{Shorten(code)}' is a region of several providers; say which, such as aws/{Shorten(code)}.")
                : throw Wrong("region", $"'{Shorten(code)}' is no region known here{Suggest(CloudRegionTable.Nearest(code, 3))}");
    }

    private static ThresholdWish Threshold(IDictionary<string, string> given)
    {
        var most = Number(given, "maxIntensityGPerKwh", 0, 10_000);
        var percentile = Number(given, "percentile", 0, 100);
        return most is null == percentile is null
            ? throw Wrong("maxIntensityGPerKwh", "give either maxIntensityGPerKwh or percentile (of the coming 24 h), or a duration for a plan.")
            : new ThresholdWish(most, percentile / 100, Number(given, "fullBelowGPerKwh", 0, 10_000));
    }

    private static PlanWish Plan(IDictionary<string, string> given)
    {
        var duration = Span(given, "duration") ?? throw Wrong("duration", "is missing: give the running time per window, such as PT4H.");
        var mode = OneOf(given, "jobMode", "interruptible", "contiguous", "interruptible");
        var (earliest, deadline) = (Time(given, "earliest"), Time(given, "deadline"));
        if (earliest is null != deadline is null)
        {
            throw Wrong("deadline", "give both earliest and deadline for a single window, or neither for one that recurs each day.");
        }

        var length = Span(given, "windowLength") ?? TimeSpan.FromDays(1);
        if (length > TimeSpan.FromDays(1))
        {
            throw Wrong("windowLength", "a daily window is open for at most a day: P1D.");
        }

        var window = deadline - earliest ?? length;
        return window < duration
            ? throw Wrong("duration", $"{duration.TotalHours:0.##} h do not fit into a window of {window.TotalHours:0.##} h.")
            : duration > PlanTask.LongestDuration || window > TimeSpan.FromDays(366)
                ? throw Wrong("deadline", "a window is at most 366 days long.")
                : new PlanWish(duration, mode, earliest is { } start ? (start, deadline!.Value) : null, TimeOfDay(given, "windowStart"), length);
    }

    private static string? Text(IDictionary<string, string> given, string key) => given.TryGetValue(key, out var text) && text.Length > 0 ? text : null;

    private static string OneOf(IDictionary<string, string> given, string key, string otherwise, params ReadOnlySpan<string> allowed) =>
        Text(given, key) is not { } text ? otherwise
        : allowed.Contains(text) ? text
        : throw Wrong(key, $"'{Shorten(text)}' is not one of {string.Join(", ", allowed)}.");

    private static double? Number(IDictionary<string, string> given, string key, double low, double high) =>
        Text(given, key) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= low && number <= high ? number
        : throw Wrong(key, $"'{Shorten(text)}' is not a number from {low} to {high}.");

    private static int Whole(IDictionary<string, string> given, string key, int otherwise, int low, int high) =>
        Text(given, key) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= low && number <= high ? number
        : throw Wrong(key, $"'{Shorten(text)}' is not a whole number from {low} to {high}.");

    private static TimeSpan? Span(IDictionary<string, string> given, string key) =>
        Text(given, key) is not { } text ? null
        : IsoDuration.TryParse(text, out var span) && span > TimeSpan.Zero ? span
        : throw Wrong(key, $"'{Shorten(text)}' is not an ISO 8601 duration above zero, such as PT4H.");

    private static DateTimeOffset? Time(IDictionary<string, string> given, string key) =>
        Text(given, key) is not { } text ? null
        : UtcTime.TryParse(text, out var time) ? time
        : throw Wrong(key, $"'{Shorten(text)}' is not {UtcTime.Expected}.");

    private static TimeSpan TimeOfDay(IDictionary<string, string> given, string key) =>
        Text(given, key) is not { } text ? TimeSpan.Zero
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.ToTimeSpan()
        : throw Wrong(key, $"'{Shorten(text)}' is not a time of day in UTC, such as 18:00.");

    private static GrpcException Wrong(string key, string message) => new(GrpcStatus.InvalidArgument, $"{key}: {message}");

    private static string Suggest(IReadOnlyList<string> nearest) => nearest.Count == 0 ? "." : $"; did you mean {string.Join(", ", nearest)}?";

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
