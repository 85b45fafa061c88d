using Microsoft.Extensions.Configuration;

namespace CarbonApp.ServiceDefaults.Settings;

/// <summary>
/// Gives settings from their old names, wherever those are written: environment, arguments, a secret's name. Looks them up when asked, so
/// that an old name in a secret store is followed as a new one is.
/// </summary>
internal sealed class OldNamesProvider(IConfigurationRoot all) : ConfigurationProvider
{
    /// <summary>
    /// An old name counts before what files say, as the environment does, and after a new name that says something: deployments pass on
    /// variables that are empty.
    /// </summary>
    public override bool TryGet(string key, out string? value)
    {
        value = OldNames.Giving(all, key)?.Value;
        return value is not null
            && !all.Providers.Any(p => p != this && p is not FileConfigurationProvider && p.TryGet(key, out var own) && !string.IsNullOrWhiteSpace(own));
    }

    public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath)
    {
        var start = parentPath is null ? "" : parentPath + ConfigurationPath.KeyDelimiter;
        return OldNames.All.Where(o => o.Setting is { } s && s.StartsWith(start, StringComparison.OrdinalIgnoreCase) && TryGet(s, out _))
            .Select(o => o.Setting![start.Length..].Split(ConfigurationPath.KeyDelimiter)[0])
            .Concat(earlierKeys).Order(Comparer<string>.Create(ConfigurationKeyComparer.Instance.Compare));
    }
}
