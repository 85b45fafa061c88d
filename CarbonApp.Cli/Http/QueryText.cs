using System.Globalization;

namespace CarbonApp.Cli.Http;

/// <summary>The query of an address; what is null is left out.</summary>
internal static class QueryText
{
    public static string Of(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var given = new List<string>();
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                given.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        return given.Count == 0 ? "" : "?" + string.Join('&', given);
    }

    /// <summary>A number as the Api reads it.</summary>
    public static string? Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);
}
