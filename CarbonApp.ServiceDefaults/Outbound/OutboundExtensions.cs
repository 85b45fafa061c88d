using System.Net;
using CarbonApp.ServiceDefaults.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CarbonApp.ServiceDefaults.Outbound;

/// <summary>HTTP clients for addresses that callers give.</summary>
public static class OutboundExtensions
{
    /// <summary>
    /// Adds a client of the factory whose every connection passes the <see cref="OutboundGuard"/>: no redirect is followed, no
    /// proxy asked, no cookie kept, and of an answer only headers and a little of the body are read.
    /// </summary>
    public static IHttpClientBuilder AddGuardedHttpClient(this IHostApplicationBuilder builder, string name)
    {
        builder.Services.AddSettings<OutboundOptions>(OutboundOptions.Section);
        builder.Services.TryAddSingleton<OutboundGuard>();
        return builder.Services.AddHttpClient(name)
            // Without discovery: a caller's "https://api" is a host of that name, not our service.
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Clear())
            .ConfigurePrimaryHttpMessageHandler(services => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            // A proxy would resolve the name by itself, behind the guard's back.
            UseProxy = false,
            ConnectCallback = services.GetRequiredService<OutboundGuard>().ConnectAsync,
            ConnectTimeout = TimeSpan.FromSeconds(services.GetRequiredService<IOptions<OutboundOptions>>().Value.ConnectTimeoutSeconds),
            // A connection kept for long would outlive a change of the name's address.
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 32,
            MaxResponseDrainSize = 64 * 1024,
        });
    }
}
