using CarbonApp.Api.Grid.Imports;
using CarbonApp.Api.Grid.Ledger;
using CarbonApp.ServiceDefaults.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CarbonApp.Api.Data;

/// <summary>Postgres, the schema in it, and the intensities kept there.</summary>
internal static class GridData
{
    public static IHostApplicationBuilder AddGridData(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Database>();
        builder.Services.AddSingleton<DatabaseClock>();
        builder.Services.AddSingleton<SignalStore>();
        builder.Services.AddSingleton<PlanStore>();
        builder.Services.AddSingleton<ImportLog>();
        builder.Services.AddSingleton<ImportIntake>();
        builder.Services.AddHostedService<MigrationService>();
        builder.Services.AddSingleton<IHearsNews, SignalNews>();
        builder.Services.AddHostedService<DatabaseNews>();
        builder.Services.AddSingleton<IRetained, SignalRetention>();
        builder.Services.AddHostedService<RetentionSweep>();
        builder.Services.AddHealthChecks()
            .AddCheck<SchemaHealthCheck>("schema", tags: ["ready"])
            .AddCheck<RoomHealthCheck>("room", tags: ["ready"])
            .AddCheck<ClockHealthCheck>("clock", tags: ["ready"]);

        builder.Services.AddSettings<SignalStoreOptions>(SignalStoreOptions.Section);
        builder.Services.AddSettings<RetentionOptions>(RetentionOptions.Section);
        builder.Services.AddSettings<ImportOptions>(ImportOptions.Section);
        return builder;
    }
}
