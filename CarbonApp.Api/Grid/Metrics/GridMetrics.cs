using CarbonApp.ServiceDefaults.Settings;

namespace CarbonApp.Api.Grid.Metrics;

internal static class GridMetrics
{
    /// <summary>Adds the gauges of intensities to the service's metrics.</summary>
    public static void AddGridMetrics(this IServiceCollection services)
    {
        services.AddSettings<MetricsOptions>(MetricsOptions.Section);
        services.AddHostedService<IntensityGauges>();
    }
}
