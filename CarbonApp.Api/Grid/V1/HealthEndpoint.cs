using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Configuration;

namespace CarbonApp.Api.Grid.V1;

internal static class HealthEndpoint
{
    /// <summary>Says that the service answers, and whether a key for Electricity Maps is set.</summary>
    /// <response code="200">The service answers.</response>
    public static Ok<HealthResponse> Get(IConfiguration configuration, TimeProvider time) => TypedResults.Ok(new HealthResponse
    {
        Timestamp = time.GetUtcNow(),
        ApiConfigured = !string.IsNullOrWhiteSpace(configuration["ElectricityMaps:ApiKey"])
            || !string.IsNullOrWhiteSpace(configuration["EL_MAPS_API_KEY"]),
    });
}
