namespace CarbonApp.Api.Access;

/// <summary>What a key may be used for.</summary>
internal static class Scopes
{
    public const string Read = "read";
    public const string Plan = "plan";
    public const string Import = "import";
    public const string Web = "web";
    public const string Admin = "admin";

    public static readonly string[] All = [Read, Plan, Import, Web, Admin];

    /// <summary>Admin may do everything; who may do more than read may read.</summary>
    public static bool Allow(IReadOnlyCollection<string> granted, string needed) =>
        granted.Contains(needed) || granted.Contains(Admin) || (needed == Read && (granted.Contains(Plan) || granted.Contains(Import)));
}

/// <summary>Scope a route needs, where it is not the usual: read for GET and HEAD, plan for the rest.</summary>
internal sealed record RequiredScope(string Scope);
