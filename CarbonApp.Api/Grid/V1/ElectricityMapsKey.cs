namespace CarbonApp.Api.Grid.V1;

/// <summary>Whether <c>/health</c> may say <c>api_configured</c>.</summary>
internal static class ElectricityMapsKey
{
    /// <summary>The setting, or the environment variable the first product read.</summary>
    public static bool IsSet(IServiceProvider services)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        return !string.IsNullOrWhiteSpace(configuration["ElectricityMaps:ApiKey"]) || !string.IsNullOrWhiteSpace(configuration["EL_MAPS_API_KEY"]);
    }
}
