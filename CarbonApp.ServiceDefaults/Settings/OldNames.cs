using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CarbonApp.ServiceDefaults.Settings;

/// <summary>
/// Every old name there is, in one place for both services. Here and not beside what it tunes, so that who comes from an older product
/// finds all of them at once; that is why this folder alone has words of the domains.
/// </summary>
public static class OldNames
{
    private const string Level = "Logging:LogLevel:Default";

    /// <summary>In order: where two give one setting, the first that says something counts.</summary>
    public static IReadOnlyList<OldName> All { get; } =
    [
        new("EL_MAPS_API_KEY", "ElectricityMaps:ApiKey", "the key", AsItIs),
        new("PLANETARY_COMPUTER_SUBSCRIPTION_KEY", "Kelp:Catalogs:PlanetaryComputer:SubscriptionKey", "the key", AsItIs),
        new("DATABASE_URL", "ConnectionStrings:carbondb", "postgres://user:password@host:5432/database", AsItIs),
        new("REDIS_URL", "ConnectionStrings:cache", "redis://:password@host:6379, rediss:// for TLS", AsItIs),
        new("ALLOWED_HOSTS", "AllowedHosts", "host names, separated by commas or semicolons", value => string.Join(';', Split(value))),
        new("KELPIE_ENV", HostDefaults.EnvironmentKey, "development, staging or production", Environment),
        new("KELPIE_LOG_LEVEL", Level, "debug, info, warning, error or critical", LogLevelOf),
        new("KELPIE_DEBUG", Level, "true for level debug; false changes nothing", value => IsTrue(value) ? nameof(LogLevel.Debug) : IsFalse(value) ? "" : null),
        new("KELPIE_CACHE_SIZE", "Kelp:Analyses:TileMemoryMegabytes", "MB, with or without the unit", Megabytes),
        new("KELPIE_MAX_WORKERS", "Jobs:Concurrency", "a whole number", AsItIs),
        new("SENTRY_DSN", null, "no error is sent to Sentry: errors are in logs, traces and /metrics. Remove it, and set OTEL_EXPORTER_OTLP_ENDPOINT to collect them", AsItIs),
        new("SECRET_KEY", null, "nothing is signed with a key of that kind: API keys are hashed under a salt of their own. Remove it, and set ApiKeys:AdminKey to make the first key", AsItIs),
    ];

    /// <summary>The old name by which a setting is given; null where it goes by its own or is not given.</summary>
    public static string? GivenAs(IConfiguration configuration, string setting) =>
        Giving(configuration, setting) is { } old && (configuration[setting] is not { Length: > 0 } own || own == old.Value) ? old.Name : null;

    /// <summary>A setting by its own name or an old one, with the name it goes by; null where it is given by none.</summary>
    internal static (string Name, string Value)? Find(IConfiguration configuration, string setting) =>
        GivenAs(configuration, setting) is null && configuration[setting] is { } own && !string.IsNullOrWhiteSpace(own) ? (setting, own) : Giving(configuration, setting);

    /// <summary>What the old names say of a setting.</summary>
    internal static (string Name, string Value)? Giving(IConfiguration configuration, string setting)
    {
        foreach (var old in All.Where(o => setting.Equals(o.Setting, StringComparison.OrdinalIgnoreCase)))
        {
            if (configuration[old.Name] is { } value && !string.IsNullOrWhiteSpace(value) && old.Translate(value.Trim()) is { Length: > 0 } translated)
            {
                return (old.Name, translated);
            }
        }

        return null;
    }

    /// <summary>
    /// Arguments with the environment that <c>KELPIE_ENV</c> names, first so that any other counts before it. As an argument, because the
    /// environment decides which files are read, before there is a configuration to translate.
    /// </summary>
    public static string[] Expand(string[] arguments, Func<string, string?> variable) =>
        variable("KELPIE_ENV") is { } given && Environment(given.Trim()) is { } name
        && string.IsNullOrEmpty(variable("ASPNETCORE_ENVIRONMENT")) && string.IsNullOrEmpty(variable("DOTNET_ENVIRONMENT"))
            ? [$"--{HostDefaults.EnvironmentKey}={name}", .. arguments]
            : arguments;

    private static string? AsItIs(string value) => value;

    private static string? Environment(string value) => value.ToUpperInvariant() switch
    {
        "DEVELOPMENT" or "DEV" => Environments.Development,
        "STAGING" => Environments.Staging,
        "PRODUCTION" or "PROD" => Environments.Production,
        _ => null,
    };

    private static string? LogLevelOf(string value) => value.ToUpperInvariant() switch
    {
        "DEBUG" => nameof(LogLevel.Debug),
        "INFO" => nameof(LogLevel.Information),
        "WARNING" or "WARN" => nameof(LogLevel.Warning),
        "ERROR" => nameof(LogLevel.Error),
        "CRITICAL" => nameof(LogLevel.Critical),
        _ => null,
    };

    private static string? Megabytes(string value)
    {
        var number = value.EndsWith("MB", StringComparison.OrdinalIgnoreCase) ? value[..^2].TrimEnd() : value;
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? number : null;
    }

    private static string[] Split(string value) => value.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool IsTrue(string value) => value.ToUpperInvariant() is "TRUE" or "1" or "YES" or "ON";

    private static bool IsFalse(string value) => value.ToUpperInvariant() is "FALSE" or "0" or "NO" or "OFF";
}
