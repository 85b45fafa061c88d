using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using CarbonApp.Api.Limits;
using CarbonApp.ServiceDefaults.Forwarding;
using CarbonApp.ServiceDefaults.Settings;
using CarbonApp.Tests.Shared;
using Microsoft.Extensions.Configuration;

namespace CarbonApp.Api.Tests.Configuration;

/// <summary>docs/operations/configuration.md has every option of Api and of what services share, with its default and range, and no other.</summary>
public sealed partial class ConfigurationPageTests
{
    /// <summary>Hold for the folder they name, or are a text about what to give.</summary>
    private static readonly string[] NotTried = ["Kelp:Catalogs:Local:Folder", "Secrets:Folder", "ApiKeys:AdminKey", "Secrets:Vault:TokenFile", "Secrets:Vault:KubernetesRole"];

    private static readonly Lazy<string> Page = new(() => File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "operations", "configuration.md")));

    [Fact]
    public void Page_EveryOption_StandsWithItsDefaultAndRange()
    {
        var told = Row().Matches(Page.Value).Select(m => $"{m.Groups[1].Value} | {m.Groups[2].Value} | {m.Groups[3].Value}").Order(StringComparer.Ordinal);
        Assert.Equal(string.Join('\n', Options().Order(StringComparer.Ordinal)), string.Join('\n', told));
    }

    /// <summary>All examples of a section together are settings that start.</summary>
    [Fact]
    public void Page_EveryExample_IsAValueThatIsTaken()
    {
        var examples = Row().Matches(Page.Value).Where(m => !NotTried.Contains(m.Groups[1].Value)).Select(m => (Setting: m.Groups[1].Value, Text: m.Groups[4].Value));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(examples.Select(e => e.Text.StartsWith(':') && e.Text.Split('=', 2) is [var rest, var value]
            ? KeyValuePair.Create(e.Setting + rest, (string?)value)
            : KeyValuePair.Create(e.Setting, (string?)e.Text))).Build();

        Assert.Empty(Sections().SelectMany(s => ((ISettingsCheck)Activator.CreateInstance(typeof(SettingsCheck<>).MakeGenericType(s.Type), s.Section)!).FaultsOf(configuration)));
    }

    [Fact]
    public void Page_EveryOldName_StandsWithItsSettingAndAnExampleThatIsTaken()
    {
        var told = OldNameRow().Matches(Page.Value).ToArray();

        Assert.Equal(OldNames.All.Select(o => $"{o.Name} | {o.Setting ?? "none"}"), told.Select(m => $"{m.Groups[1].Value} | {m.Groups[3].Value.Trim('`')}"));
        Assert.All(told, m => Assert.False(string.IsNullOrEmpty(OldNames.All.Single(o => o.Name == m.Groups[1].Value).Translate(m.Groups[2].Value)), m.Value));
    }

    private static IEnumerable<(Type Type, string Section)> Sections() =>
        from type in new[] { typeof(RateLimitOptions).Assembly, typeof(ForwardedOptions).Assembly }.SelectMany(a => a.GetTypes())
        let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string
        where section is not null && !type.IsAbstract
        select (type, section);

    /// <summary>Setting, default and range of each property of each class that names its section.</summary>
    private static IEnumerable<string> Options() =>
        from section in Sections()
        let options = Activator.CreateInstance(section.Type)
        from property in section.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.SetMethod is { IsPublic: true }
        select $"{section.Section}:{property.Name} | {Text(property.GetValue(options))} | {Range(property)}";

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

    /// <summary>Rows of five cells: setting, default, range, example, what it is.</summary>
    [GeneratedRegex(@"^\| `([\w:]+)` \| ([^|]+?) \| ([^|]+?) \| ([^|]+?) \| [^|]+ \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();

    /// <summary>Rows of four cells: old name, example, setting, what it takes.</summary>
    [GeneratedRegex(@"^\| `([A-Z_]+)` \| ([^|]+?) \| ([^|]+?) \| [^|]+ \|\r?$", RegexOptions.Multiline)]
    private static partial Regex OldNameRow();
}
