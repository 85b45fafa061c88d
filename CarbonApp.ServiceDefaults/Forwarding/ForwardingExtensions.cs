using CarbonApp.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CarbonApp.ServiceDefaults.Forwarding;

/// <summary>Learns from known proxies who really calls.</summary>
public static class ForwardingExtensions
{
    /// <summary>Binds the settings of <see cref="UseForwarded"/>.</summary>
    public static void AddForwarded(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSettings<ForwardedOptions>(ForwardedOptions.Section);
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ForwardedOptions>>((headers, options) =>
        {
            headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // However long the chain: it is followed back to the first address that is no known proxy.
            headers.ForwardLimit = null;
            headers.KnownProxies.Clear();
            headers.KnownIPNetworks.Clear();
            foreach (var network in options.Value.Networks)
            {
                headers.KnownIPNetworks.Add(network);
            }
        });
    }

    /// <summary>From here on the connection's address and the request's scheme are the caller's as known proxies say them.</summary>
    public static IApplicationBuilder UseForwarded(this IApplicationBuilder app) => app.UseForwardedHeaders();
}
