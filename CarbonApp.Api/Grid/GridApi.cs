using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Imports;
using CarbonApp.Api.Grid.Sources;

namespace CarbonApp.Api.Grid;

/// <summary>Services and routes of Grid, on one screen.</summary>
internal static class GridApi
{
    public static IHostApplicationBuilder AddGrid(this IHostApplicationBuilder builder)
    {
        builder.AddGridData();
        builder.AddGridSources();
        return builder;
    }

    public static IEndpointRouteBuilder MapGrid(this IEndpointRouteBuilder routes)
    {
        routes.MapImports();
        return routes;
    }
}
