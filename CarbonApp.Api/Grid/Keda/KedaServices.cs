using CarbonApp.Api.Grpc;

namespace CarbonApp.Api.Grid.Keda;

/// <summary>Registers the external scaler.</summary>
internal static class KedaServices
{
    public static IServiceCollection AddKeda(this IServiceCollection services)
    {
        services.AddOptions<KedaOptions>().BindConfiguration(KedaOptions.Section).ValidateDataAnnotations().ValidateOnStart();
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
