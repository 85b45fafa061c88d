using Microsoft.Extensions.Configuration;

namespace CarbonApp.ServiceDefaults.Settings;

/// <summary>
/// Gives settings from their old names, wherever those are written: environment, arguments, a secret's name. Looks them up when asked, so
/// that an old name in a secret store is followed as a new one is.
/// </summary>
internal sealed class OldNamesProvider(IConfiguration all) : ConfigurationProvider
{
    public override bool TryGet(string key, out string? value)
    {
        value = OldNames.Giving(all, key)?.Value;
        return value is not null;
    }

    public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath)
    {
        var start = parentPath is null ? "" : parentPath + ConfigurationPath.KeyDelimiter;
        return OldNames.All.Where(o => o.Setting is { } s && s.StartsWith(start, StringComparison.OrdinalIgnoreCase) && TryGet(s, out _))
            .Select(o => o.Setting![start.Length..].Split(ConfigurationPath.KeyDelimiter)[0])
            .Concat(earlierKeys).Order(Comparer<string>.Create(ConfigurationKeyComparer.Instance.Compare));
    }
}
