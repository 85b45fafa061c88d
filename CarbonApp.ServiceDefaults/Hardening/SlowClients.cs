using CarbonApp.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CarbonApp.ServiceDefaults.Hardening;

/// <summary>
/// Cuts connections that are held open by a byte now and then. A connection that only waits costs no thread, but memory and a file handle,
/// and its call may hold more.
/// </summary>
public static class SlowClients
{
    /// <summary>Binds the settings and tells Kestrel.</summary>
    public static void AddSlowClients(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSettings<SlowClientOptions>(SlowClientOptions.Section);
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<SlowClientOptions>>((kestrel, options) =>
        {
            var (limits, slow) = (kestrel.Limits, options.Value);
            limits.RequestHeadersTimeout = TimeSpan.FromSeconds(slow.HeadersSeconds);
            limits.MinRequestBodyDataRate = new MinDataRate(slow.BytesPerSecond, TimeSpan.FromSeconds(slow.GraceSeconds));
        });
    }
}
