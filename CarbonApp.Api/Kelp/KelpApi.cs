using CarbonApp.Api.Kelp.Catalog;

namespace CarbonApp.Api.Kelp;

/// <summary>Services and routes of Kelp, on one screen.</summary>
internal static class KelpApi
{
    public static IHostApplicationBuilder AddKelp(this IHostApplicationBuilder builder)
    {
        builder.AddSceneCatalogs();
        return builder;
    }

    public static IEndpointRouteBuilder MapKelp(this IEndpointRouteBuilder routes)
    {
        var v2 = routes.MapGroup("/api/v2").WithTags("v2");
        v2.MapScenes();
        return routes;
    }
}
