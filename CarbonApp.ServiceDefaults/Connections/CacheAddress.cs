using Microsoft.Extensions.Configuration;

namespace CarbonApp.ServiceDefaults.Connections;

/// <summary>Under which name the settings have Redis.</summary>
internal sealed record CacheAddress(string Name)
{
    /// <summary>Null where there is none, or what is there now cannot be understood.</summary>
    public string? Find(IConfiguration configuration)
    {
        try
        {
            return CacheConnection.FindConnectionString(configuration, Name);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
