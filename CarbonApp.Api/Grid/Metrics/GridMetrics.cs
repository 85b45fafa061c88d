namespace CarbonApp.Api.Grid.Metrics;

internal static class GridMetrics
{
    /// <summary>Adds the gauges of intensities to the service's metrics.</summary>
    public static void AddGridMetrics(this IServiceCollection services)
    {
        services.AddOptions<MetricsOptions>().BindConfiguration(MetricsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<IntensityGauges>();
    }
}
