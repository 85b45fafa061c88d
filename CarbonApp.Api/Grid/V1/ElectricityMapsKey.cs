using CarbonApp.Api.Grid.Sources.Feeds;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.V1;

/// <summary>Whether <c>/health</c> may say <c>api_configured</c>.</summary>
internal static class ElectricityMapsKey
{
    public static bool IsSet(IServiceProvider services) => services.GetRequiredService<IOptionsMonitor<ElectricityMapsOptions>>().CurrentValue.IsConfigured;
}
