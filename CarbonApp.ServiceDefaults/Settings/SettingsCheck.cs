using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace CarbonApp.ServiceDefaults.Settings;

/// <summary>
/// The faults of one section. The framework's own check stops at the first value it cannot read and then says neither the setting's full
/// name nor its value; this one reads each by itself.
/// </summary>
internal sealed class SettingsCheck<TOptions>(string section) : ISettingsCheck
    where TOptions : class, new()
{
    private static readonly PropertyInfo[] Properties =
        [.. typeof(TOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true })];

    public IEnumerable<string> FaultsOf(IConfiguration configuration)
    {
        var given = configuration.GetSection(section);
        var unreadable = Properties.Where(p => !CanRead(p, given)).ToArray();
        var options = Bind(given, unreadable);
        return
        [
            .. unreadable.Select(p => $"{Said(p, configuration)}, which is not {Kind(p)}{Limit(p)}. {Remedy(p)}"),
            .. Properties.Except(unreadable).SelectMany(p => FaultsOf(p, options, configuration)),
            .. options is IValidatableObject whole ? whole.Validate(new ValidationContext(options)).Select(r => Placed(r.ErrorMessage)) : [],
        ];
    }

    /// <summary>What can be read, so that the rest of the section is looked at too.</summary>
    private static TOptions Bind(IConfigurationSection given, PropertyInfo[] unreadable)
    {
        var readable = given.AsEnumerable(makePathsRelative: true)
            .Where(pair => pair.Value is not null && !unreadable.Any(p => pair.Key.Equals(p.Name, StringComparison.OrdinalIgnoreCase)));
        return new ConfigurationBuilder().AddInMemoryCollection(readable).Build().Get<TOptions>() ?? new TOptions();
    }

    private static bool CanRead(PropertyInfo property, IConfigurationSection given)
    {
        if (given[property.Name] is not { } text || property.PropertyType == typeof(string))
        {
            return true;
        }

        if (IsList(property))
        {
            // The binder passes over a list that is written as one value, silently.
            return text.Length == 0;
        }

        var type = Nullable.GetUnderlyingType(property.PropertyType);
        try
        {
            return (type is not null && text.Length == 0)
                || TypeDescriptor.GetConverter(type ?? property.PropertyType).ConvertFromInvariantString(text) is not double number || double.IsFinite(number);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private IEnumerable<string> FaultsOf(PropertyInfo property, TOptions options, IConfiguration configuration) =>
        from attribute in property.GetCustomAttributes<ValidationAttribute>()
        let result = attribute.GetValidationResult(property.GetValue(options), new ValidationContext(options) { MemberName = property.Name })
        where result is not null
        select attribute switch
        {
            RequiredAttribute => $"{Said(property, configuration)}, but is needed. {Remedy(property)}",
            RangeAttribute => $"{Said(property, configuration)}, outside{Limit(property)[1..]}. {Remedy(property)}",
            AllowedValuesAttribute allowed => $"{Said(property, configuration)}, none of {string.Join(", ", allowed.Values)}. {Remedy(property)}",
            _ => Placed(result.ErrorMessage),
        };

    private string Said(PropertyInfo property, IConfiguration configuration)
    {
        var setting = $"{section}:{property.Name}";
        var (name, value) = (OldNames.GivenAs(configuration, setting) ?? setting, configuration[setting]);
        return name == setting ? $"{setting} {Shown(property, value)}" : $"{setting} (given as {name}) {Shown(property, value)}";
    }

    private static string Shown(PropertyInfo property, string? value) =>
        string.IsNullOrWhiteSpace(value) ? "is empty"
        : property.GetCustomAttribute<SecretAttribute>() is not null ? "has a value not shown here"
        : $"is '{(value.Length > 100 ? value[..100] + "…" : value)}'";

    private string Kind(PropertyInfo property) => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) switch
    {
        var t when t == typeof(bool) => "true or false",
        var t when t == typeof(int) || t == typeof(long) => "a whole number",
        var t when t == typeof(double) => "a number",
        var t when t == typeof(Uri) => "an address",
        _ when IsList(property) => $"a list: number its entries, {section}:{property.Name}:0 and so on",
        var t => $"a {t.Name}",
    };

    private static string Limit(PropertyInfo property) => property.GetCustomAttribute<RangeAttribute>() is { } range
        ? string.Create(CultureInfo.InvariantCulture, $", {range.Minimum} to {range.Maximum}")
        : "";

    private static string Remedy(PropertyInfo property) => property.GetValue(new TOptions()) switch
    {
        null or "" or IEnumerable and not string => "Correct it, or leave it out.",
        bool truth => $"Correct it, or leave it out for {(truth ? "true" : "false")}.",
        var standard => string.Create(CultureInfo.InvariantCulture, $"Correct it, or leave it out for {standard}."),
    };

    /// <summary>A message of the options themselves, after the section it is about unless it names it.</summary>
    private string Placed(string? message) => message is null || message.Contains(section, StringComparison.Ordinal) ? message ?? section : $"{section}:{message}";

    private static bool IsList(PropertyInfo property) => property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable));
}
