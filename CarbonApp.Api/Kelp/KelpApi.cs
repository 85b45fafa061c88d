using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Api.Kelp.Catalog;
using CarbonApp.Api.Kelp.Results;
using CarbonApp.Api.Kelp.Tiles;
using CarbonApp.Api.Kelp.V1;

namespace CarbonApp.Api.Kelp;

/// <summary>Services and routes of Kelp, on one screen.</summary>
internal static class KelpApi
{
    public static IHostApplicationBuilder AddKelp(this IHostApplicationBuilder builder)
    {
        builder.AddSceneCatalogs();
        builder.Services.AddAnalyses();
        builder.Services.AddResults();
        builder.Services.AddTiles();
        builder.Services.AddKelpie();
        return builder;
    }

    public static IEndpointRouteBuilder MapKelp(this IEndpointRouteBuilder routes)
    {
        var v2 = routes.MapGroup("/api/v2").WithTags("v2");
        v2.MapScenes();
        v2.MapAnalyses();
        v2.MapResults();
        v2.MapTiles();
        v2.MapReference();
        routes.MapKelpie();
        return routes;
    }
}
