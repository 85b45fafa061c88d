using CarbonApp.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace CarbonApp.ServiceDefaults.Connections;

/// <summary>Whether a connection string can be understood; not whether anything answers there, which health tells.</summary>
internal sealed class ConnectionCheck(Func<IConfiguration, string?> find) : ISettingsCheck
{
    public IEnumerable<string> FaultsOf(IConfiguration configuration)
    {
        try
        {
            find(configuration);
            return [];
        }
        catch (InvalidOperationException e)
        {
            return [e.Message];
        }
    }
}
