using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace CarbonApp.Web.Delivery;

/// <summary>How pages and files travel: compressed, cached, under a strict policy.</summary>
internal static class DeliverySetup
{
    /// <summary>Nothing inline, nothing from elsewhere, no framing.</summary>
    internal const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void AddDelivery(this IHostApplicationBuilder builder)
    {
        // Compressing over TLS is safe here: pages carry no secret that an attacker could guess at (BREACH).
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/problem+json"];
        });
        builder.Services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        builder.Services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        builder.Services.AddSingleton<IslandFiles>();
    }

    public static void UsePagePolicy(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return next(context);
    });
}
