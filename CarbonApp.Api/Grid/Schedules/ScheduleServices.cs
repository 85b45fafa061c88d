using CarbonApp.Api.Data;
using CarbonApp.ServiceDefaults.Outbound;
using CarbonApp.ServiceDefaults.Settings;

namespace CarbonApp.Api.Grid.Schedules;

/// <summary>Registers what keeps schedules and makes their calls.</summary>
internal static class ScheduleServices
{
    public static void AddSchedules(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSettings<ScheduleOptions>(ScheduleOptions.Section);
        builder.AddGuardedHttpClient(WebhookCall.HttpClientName).RemoveAllLoggers();
        builder.Services.AddSingleton<ScheduleStore>();
        builder.Services.AddSingleton<IRetained, ScheduleRetention>();
        builder.Services.AddSingleton<SchedulePlanner>();
        builder.Services.AddSingleton<ScheduleLedger>();
        builder.Services.AddSingleton<ScheduleIntake>();
        builder.Services.AddSingleton<ScheduleTelemetry>();
        builder.Services.AddSingleton<WebhookCall>();
        builder.Services.AddHostedService<ScheduleCalls>();
        builder.Services.AddHostedService<ScheduleReplans>();
    }
}
