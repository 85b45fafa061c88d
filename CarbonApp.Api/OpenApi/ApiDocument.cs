namespace CarbonApp.Api.OpenApi;

/// <summary>The OpenAPI document of the service, at /openapi/v1.json, and the page to try it, at /docs.</summary>
internal static class ApiDocument
{
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi();

    public static void MapApiDocument(this IEndpointRouteBuilder routes) => routes.MapOpenApi();
}
