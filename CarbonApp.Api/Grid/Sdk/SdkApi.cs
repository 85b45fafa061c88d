using CarbonApp.Api.Access;
using CarbonApp.ServiceDefaults.Settings;

namespace CarbonApp.Api.Grid.Sdk;

/// <summary>The calls of the Carbon Aware SDK's WebApi (version 1.8), so that its clients need only another address.</summary>
internal static class SdkApi
{
    public static void AddSdk(this IServiceCollection services)
    {
        services.AddSettings<SdkOptions>(SdkOptions.Section);
        services.AddSingleton<SdkLocations>();
        services.AddSingleton<ObservedEmissions>();
        services.AddSingleton<SdkForecasts>();
    }

    public static void MapSdk(this IEndpointRouteBuilder routes)
    {
        var emissions = routes.MapGroup("/emissions").WithTags("Carbon Aware SDK").WithMetadata(new RequiredScope(Scopes.Read));
        emissions.MapGet("/bylocations", EmissionsEndpoint.ByLocationsAsync).WithName("GetEmissionsDataForLocationsByTime").ProducesProblem(400);
        emissions.MapGet("/bylocations/best", EmissionsEndpoint.BestAsync).WithName("GetBestEmissionsDataForLocationsByTime").ProducesProblem(400);
        emissions.MapGet("/bylocation", EmissionsEndpoint.ByLocationAsync).WithName("GetEmissionsDataForLocationByTime").ProducesProblem(400);
        emissions.MapGet("/forecasts/current", ForecastsEndpoint.CurrentAsync).WithName("GetCurrentForecastData").ProducesProblem(400).ProducesProblem(404);
        emissions.MapPost("/forecasts/batch", ForecastsEndpoint.BatchAsync).WithName("BatchForecastDataAsync").ProducesProblem(400).ProducesProblem(404);
        emissions.MapGet("/average-carbon-intensity", AverageEndpoint.GetAsync).WithName("GetAverageCarbonIntensity").ProducesProblem(400).ProducesProblem(404);
        emissions.MapPost("/average-carbon-intensity/batch", AverageEndpoint.PostAsync).WithName("GetAverageCarbonIntensityBatch").ProducesProblem(400).ProducesProblem(404);
        routes.MapGet("/locations", LocationsEndpoint.Get).WithTags("Carbon Aware SDK").WithName("GetAllLocations");
    }
}
