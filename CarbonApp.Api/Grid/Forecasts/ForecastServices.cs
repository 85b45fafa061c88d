using CarbonApp.Api.Data;
using CarbonApp.ServiceDefaults.Settings;

namespace CarbonApp.Api.Grid.Forecasts;

/// <summary>Registers the product's own forecaster.</summary>
internal static class ForecastServices
{
    public static IServiceCollection AddForecaster(this IServiceCollection services)
    {
        services.AddSettings<ForecasterOptions>(ForecasterOptions.Section);
        services.AddSingleton<ForecastStore>();
        services.AddSingleton<IRetained, ForecastRetention>();
        services.AddSingleton<OwnForecasts>();
        services.AddSingleton<IssuedForecasts>();
        services.AddSingleton<ForecastPass>();
        services.AddHostedService(provider => provider.GetRequiredService<ForecastPass>());
        return services;
    }
}
