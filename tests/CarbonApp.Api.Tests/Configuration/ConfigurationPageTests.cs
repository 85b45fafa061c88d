using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using CarbonApp.Api.Limits;
using CarbonApp.ServiceDefaults.Forwarding;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Api.Tests.Configuration;

/// <summary>docs/operations/configuration.md has every option of Api and of what services share, with its default and range, and no other.</summary>
public sealed partial class ConfigurationPageTests
{
    [Fact]
    public async Task Page_EveryOption_StandsWithItsDefaultAndRange()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "docs", "operations", "configuration.md"));

        var told = Row().Matches(page).Select(m => $"{m.Groups[1].Value} | {m.Groups[2].Value} | {m.Groups[3].Value}").Order(StringComparer.Ordinal);
        Assert.Equal(string.Join('\n', Options().Order(StringComparer.Ordinal)), string.Join('\n', told));
    }

    /// <summary>Setting, default and range of each property of each class that names its section.</summary>
    private static IEnumerable<string> Options() =>
        from type in new[] { typeof(RateLimitOptions).Assembly, typeof(ForwardedOptions).Assembly }.SelectMany(a => a.GetTypes())
        let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string
        where section is not null && !type.IsAbstract
        let options = Activator.CreateInstance(type)
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.SetMethod is { IsPublic: true }
        select $"{section}:{property.Name} | {Text(property.GetValue(options))} | {Range(property)}";

    private static string Text(object? value) => value switch
    {
        null or "" => "none",
        bool truth => truth ? "true" : "false",
        ICollection { Count: 0 } => "none",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Range(PropertyInfo property) => property.GetCustomAttribute<RangeAttribute>() is { } range
        ? string.Create(CultureInfo.InvariantCulture, $"{range.Minimum}–{range.Maximum}")
        : property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed ? string.Join(", ", allowed.Values)
        : property.PropertyType == typeof(bool) || property.PropertyType == typeof(bool?) ? "true, false"
        : "text";

    /// <summary>Rows of four cells: setting, default, range, what it is.</summary>
    [GeneratedRegex(@"^\| `([\w:]+)` \| ([^|]+?) \| ([^|]+?) \| [^|]+ \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
