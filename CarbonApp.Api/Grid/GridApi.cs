using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Backtests;
using CarbonApp.Api.Grid.Batch;
using CarbonApp.Api.Grid.Footprint;
using CarbonApp.Api.Grid.Forecasts;
using CarbonApp.Api.Grid.Imports;
using CarbonApp.Api.Grid.Instances;
using CarbonApp.Api.Grid.Keda;
using CarbonApp.Api.Grid.Ledger;
using CarbonApp.Api.Grid.Metrics;
using CarbonApp.Api.Grid.Pareto;
using CarbonApp.Api.Grid.Placement;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Schedules;
using CarbonApp.Api.Grid.Sdk;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Grid.V1;
using CarbonApp.Api.Grid.WhatIf;
using CarbonApp.Api.Grid.Zones;
using CarbonApp.Api.Limits;
using CarbonApp.ServiceDefaults.Health;

namespace CarbonApp.Api.Grid;

/// <summary>Services and routes of Grid, on one screen.</summary>
internal static class GridApi
{
    public static IHostApplicationBuilder AddGrid(this IHostApplicationBuilder builder)
    {
        builder.AddGridData();
        builder.AddGridSources();
        builder.Services.Configure<ServiceHealthOptions>(options => options.ApiConfigured = ElectricityMapsKey.IsSet);
        builder.Services.AddSingleton<RegionSignals>();
        builder.Services.AddSingleton<PlanMaker>();
        builder.Services.AddSingleton<PlanScenarios>();
        builder.Services.AddLedger();
        builder.Services.AddBatch();
        builder.Services.AddBacktests();
        builder.Services.AddSingleton<WhatIfMaker>();
        builder.Services.AddSingleton<PlacementMaker>();
        builder.Services.AddSingleton<ParetoMaker>();
        builder.Services.AddSingleton<FootprintMaker>();
        builder.Services.AddKeda();
        builder.AddSchedules();
        builder.Services.AddSdk();
        builder.Services.AddGridMetrics();
        return builder;
    }

    public static IEndpointRouteBuilder MapGrid(this IEndpointRouteBuilder routes)
    {
        var v1 = routes.MapGroup("/api/v1").WithTags("v1");
        v1.MapPost("/optimize", OptimizeEndpoint.PostAsync).WithName("v1Optimize").RequireRateLimiting(RateLimits.Optimize).ProducesErrors<ErrorResponse>(400, 404);
        v1.MapGet("/regions", V1.RegionsEndpoint.ListAsync).WithName("v1Regions").ProducesErrors<ErrorResponse>(400);
        v1.MapGet("/regions/{region}", V1.RegionsEndpoint.GetAsync).WithName("v1Region").ProducesErrors<ErrorResponse>(404);
        v1.MapPost("/calculate", CalculateEndpoint.PostAsync).WithName("v1Calculate").ProducesErrors<ErrorResponse>(400, 404);
        v1.MapPost("/compare", CompareEndpoint.PostAsync).WithName("v1Compare").ProducesErrors<ErrorResponse>(400, 404);
        v1.MapPost("/schedule", ScheduleEndpoint.PostAsync).WithName("v1Schedule").ProducesErrors<ErrorResponse>(400, 404);

        var v2 = routes.MapGroup("/api/v2").WithTags("v2");
        v2.MapPost("/plan", PlanEndpoint.PostAsync).WithName("plan").RequireRateLimiting(RateLimits.Optimize).ProducesProblems(400, 422);
        v2.MapLedger();
        v2.MapBatch();
        v2.MapBacktests();
        v2.MapPost("/whatif", WhatIfEndpoint.PostAsync).WithName("whatif").ProducesProblems(400, 422);
        v2.MapPost("/pareto", ParetoEndpoint.PostAsync).WithName("pareto").RequireRateLimiting(RateLimits.Optimize).ProducesProblems(400, 422);
        v2.MapPost("/placement", PlacementEndpoint.PostAsync).WithName("placement").RequireRateLimiting(RateLimits.Optimize).ProducesProblems(400, 422);
        v2.MapPost("/footprint", FootprintEndpoint.PostAsync).WithName("footprint").ProducesProblems(400, 422);
        v2.MapSchedules();
        v2.MapGet("/signals/{zone}", SignalsEndpoint.GetAsync).WithName("signals").ProducesProblems(400, 404);
        v2.MapGet("/forecast/{zone}", ForecastEndpoint.GetAsync).WithName("forecast").ProducesProblems(400, 404);
        v2.MapGet("/zones", ZonesEndpoint.GetAsync).WithName("zones").ProducesProblems(400);
        v2.MapGet("/regions", Regions.RegionsEndpoint.Get).WithName("regions");
        v2.MapGet("/instances/{provider}/{type}", InstancesEndpoint.Get).WithName("instance").ProducesProblems(400, 404);
        routes.MapImports();
        routes.MapSdk();
        return routes;
    }

    private static RouteHandlerBuilder ProducesErrors<T>(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            route.Produces<T>(status);
        }

        return route;
    }

    private static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            route.ProducesProblem(status);
        }

        return route;
    }
}
