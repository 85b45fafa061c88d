using Microsoft.Extensions.Configuration;

namespace CarbonApp.ServiceDefaults.Settings;

/// <summary>Finds what is wrong with some settings, all of it, each fault a line: setting, value unless secret, limit, remedy.</summary>
public interface ISettingsCheck
{
    /// <summary>Faults; empty where start-up may go on. Never throws for what an operator wrote.</summary>
    IEnumerable<string> FaultsOf(IConfiguration configuration);
}
