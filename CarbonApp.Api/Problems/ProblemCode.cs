namespace CarbonApp.Api.Problems;

/// <summary>What a v2 problem is, for programs: the member <c>code</c> of the answer. Never reworded once published.</summary>
internal static class ProblemCode
{
    public const string Validation = "VALIDATION";
    public const string InvalidDuration = "INVALID_DURATION";
    public const string DeadlineTooTight = "DEADLINE_TOO_TIGHT";
    public const string UnknownRegion = "UNKNOWN_REGION";
    public const string UnknownZone = "UNKNOWN_ZONE";
    public const string UnknownLocation = "UNKNOWN_LOCATION";
    public const string UnknownInstance = "UNKNOWN_INSTANCE";
    public const string NoSignal = "NO_SIGNAL";
    public const string NoForecast = "NO_FORECAST";
    public const string HorizonExceeded = "HORIZON_EXCEEDED";
    public const string BudgetExceeded = "BUDGET_EXCEEDED";
    public const string NoSite = "NO_SITE";
    public const string CapacityShort = "CAPACITY_SHORT";
    public const string Unplaceable = "UNPLACEABLE";
    public const string TooLong = "TOO_LONG";
    public const string IdempotencyMismatch = "IDEMPOTENCY_MISMATCH";
    public const string JobUnfinished = "JOB_UNFINISHED";
    public const string JobCancelled = "JOB_CANCELLED";
    public const string NoCatalog = "NO_CATALOG";
    public const string NoScene = "NO_SCENE";
    public const string NoTideStation = "NO_TIDE_STATION";
    public const string Upstream = "UPSTREAM";
    public const string StoreUnavailable = "STORE_UNAVAILABLE";
    public const string StoreFull = "STORE_FULL";
    public const string UnknownPlan = "UNKNOWN_PLAN";
    public const string Unauthenticated = "UNAUTHENTICATED";
    public const string Forbidden = "FORBIDDEN";
    public const string NotFound = "NOT_FOUND";
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";
    public const string TooSlow = "BODY_TOO_SLOW";
    public const string TooLarge = "BODY_TOO_LARGE";
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";
    public const string TooManyRequests = "TOO_MANY_REQUESTS";
    public const string Internal = "INTERNAL";

    /// <summary>The code of a status nobody gave a closer one.</summary>
    public static string Of(int? status) => status switch
    {
        400 => Validation,
        401 => Unauthenticated,
        403 => Forbidden,
        404 => NotFound,
        405 => MethodNotAllowed,
        408 => TooSlow,
        413 => TooLarge,
        415 => UnsupportedMediaType,
        429 => TooManyRequests,
        502 or 504 => Upstream,
        503 => StoreUnavailable,
        _ => Internal,
    };
}
