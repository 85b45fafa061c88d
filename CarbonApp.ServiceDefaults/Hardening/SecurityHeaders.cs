using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CarbonApp.ServiceDefaults.Hardening;

/// <summary>Headers that tell browsers what an answer must not be used for.</summary>
public static class SecurityHeaders
{
    /// <summary>An answer that is data: nothing in it is run, loaded or framed.</summary>
    private const string DataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>
    /// Adds to every answer, errors too, what it does not say itself: nosniff, no framing, no referrer, no device, nothing run; and over
    /// HTTPS, outside Development, that a browser shall come by HTTPS only for a year.
    /// </summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app)
    {
        var isDevelopment = app.ApplicationServices.GetRequiredService<IHostEnvironment>().IsDevelopment();
        return app.Use((context, next) =>
        {
            // As the answer starts: an error answer begins by clearing the headers.
            context.Response.OnStarting(() => Add(context.Response.Headers, context.Request.IsHttps && !isDevelopment));
            return next(context);
        });
    }

    private static Task Add(IHeaderDictionary headers, bool strictTransport)
    {
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("X-Frame-Options", "DENY");
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers.TryAdd("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        headers.TryAdd("Content-Security-Policy", DataPolicy);
        if (strictTransport)
        {
            headers.TryAdd("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }

        return Task.CompletedTask;
    }
}
