using CarbonApp.Api.Data;
using CarbonApp.ServiceDefaults.Settings;

namespace CarbonApp.Api.Grid.Ledger;

/// <summary>Registers what keeps plans and finds out what came of them.</summary>
internal static class LedgerServices
{
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddSettings<LedgerOptions>(LedgerOptions.Section);
        services.AddSingleton<PlanLog>();
        services.AddHostedService(provider => provider.GetRequiredService<PlanLog>());
        services.AddSingleton<IRetained, PlanRetention>();
        services.AddSingleton<Settlement>();
        services.AddSingleton<Settlements>();
        services.AddHostedService<SettlementPass>();
        return services;
    }

    public static RouteGroupBuilder MapLedger(this RouteGroupBuilder v2)
    {
        v2.MapGet("/plans/{id}", PlansEndpoint.GetAsync).WithName("storedPlan").ProducesProblem(404);
        v2.MapPost("/plans/{id}/actuals", PlansEndpoint.PostActualsAsync).WithName("planActuals").ProducesProblem(400).ProducesProblem(404);
        v2.MapGet("/ledger", LedgerEndpoint.GetAsync).WithName("ledger").Produces<LedgerResponse>(200, "application/json", "text/csv").ProducesProblem(400);
        return v2;
    }
}
