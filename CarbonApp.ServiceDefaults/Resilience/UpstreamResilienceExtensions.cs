using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CarbonApp.ServiceDefaults.Resilience;

/// <summary>Resilience of HTTP clients.</summary>
public static class UpstreamResilienceExtensions
{
    /// <summary>
    /// Gives a client a time budget, retries of idempotent requests, and a circuit breaker per host. Failures come as
    /// <see cref="TimeoutException"/> (budget spent) or <see cref="HttpRequestException"/> (unreachable, cut off, or breaker open);
    /// an answer, also 429 or 500 after the last retry, comes as it is. Bodies are read whole within the budget.
    /// </summary>
    /// <param name="builder">The client.</param>
    /// <param name="configure">Sets options; bind a configuration section here. Checked at start-up.</param>
    public static IHttpClientBuilder AddUpstreamResilience(
        this IHttpClientBuilder builder, Action<UpstreamResilienceOptions>? configure = null)
    {
        var name = builder.Name;
        var options = builder.Services.AddOptions<UpstreamResilienceOptions>(name).ValidateDataAnnotations().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        builder.Services.TryAddSingleton(TimeProvider.System);
        // Breakers must outlive the factory's handlers, which it replaces every two minutes.
        builder.Services.AddKeyedSingleton(name, (services, _) => new UpstreamPipelines(
            services.GetRequiredService<IOptionsMonitor<UpstreamResilienceOptions>>().Get(name),
            services.GetRequiredService<TimeProvider>()));

        // The budget is the pipeline's; the client's own limit would cut it short unseen.
        builder.ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan);
        return builder.AddHttpMessageHandler(services => new ResilienceHandler(services.GetRequiredKeyedService<UpstreamPipelines>(name)));
    }
}
