using CarbonApp.Api.Grpc;
using CarbonApp.ServiceDefaults.Settings;

namespace CarbonApp.Api.Grid.Keda;

/// <summary>Registers the external scaler.</summary>
internal static class KedaServices
{
    public static IServiceCollection AddKeda(this IServiceCollection services)
    {
        services.AddSettings<KedaOptions>(KedaOptions.Section);
        services.AddSingleton<WindowPlans>();
        services.AddSingleton<StoredStretches>();
        services.AddSingleton<ScalingDecider>();
        services.AddSingleton<ExternalScaler>();
        services.AddSingleton<GrpcCalls>();
        services.AddSingleton<KedaServer>();
        services.AddHostedService(provider => provider.GetRequiredService<KedaServer>());
        return services;
    }
}
