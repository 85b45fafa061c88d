using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace CarbonApp.ServiceDefaults.Settings;

/// <summary>Settings that the framework reads by itself, and of which it would say late or little that they are wrong.</summary>
internal sealed class HostSettingsCheck : ISettingsCheck
{
    private const string TelemetryEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public IEnumerable<string> FaultsOf(IConfiguration configuration) =>
    [
        .. LevelsOf(configuration).Where(l => !Enum.TryParse<LogLevel>(l.Value, ignoreCase: true, out _))
            .Select(l => $"{l.Path} is '{l.Value}', none of {string.Join(", ", Enum.GetNames<LogLevel>())}. Correct it, or leave it out."),
        .. (configuration["AllowedHosts"] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(h => !IsHost(h))
            .Select(h => $"AllowedHosts has '{h}', which is no host name. Write names without scheme, port and path, separated by semicolons, or * for all."),
        .. configuration[TelemetryEndpoint] is { Length: > 0 } endpoint && !IsAddress(endpoint)
            ? (string[])[$"{TelemetryEndpoint} is '{endpoint}', which is no http address. Write one such as http://collector:4317, or leave it out."]
            : [],
        .. configuration.GetSection("services").GetChildren().SelectMany(s => s.GetChildren()).SelectMany(s => s.GetChildren()).Where(s => s.Value is { Length: > 0 } a && !IsAddress(a))
            .Select(s => $"{s.Path} is '{s.Value}', which is no http address. Write one such as http://api:8080."),
    ];

    private static IEnumerable<IConfigurationSection> LevelsOf(IConfiguration configuration)
    {
        var logging = configuration.GetSection("Logging");
        return logging.GetChildren().Select(provider => provider.GetSection("LogLevel")).Prepend(logging.GetSection("LogLevel"))
            .SelectMany(levels => levels.GetChildren()).Where(level => !string.IsNullOrEmpty(level.Value));
    }

    private static bool IsHost(string text) =>
        text == "*" || Uri.CheckHostName(text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text.Trim('[', ']')) != UriHostNameType.Unknown;

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
