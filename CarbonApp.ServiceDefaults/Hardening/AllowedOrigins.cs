using CarbonApp.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CarbonApp.ServiceDefaults.Hardening;

/// <summary>Lets pages of listed origins call, by CORS; without a list, of none.</summary>
public static class AllowedOrigins
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "DELETE"];
    private static readonly string[] Sent = ["Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID", "Prefer", "X-API-Key"];
    private static readonly string[] Read = ["Location", "RateLimit", "RateLimit-Limit", "RateLimit-Policy", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After"];

    /// <summary>Binds the list.</summary>
    public static void AddAllowedOrigins(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSettings<OriginOptions>(OriginOptions.Section);
        builder.Services.AddCors();
        builder.Services.AddOptions<CorsOptions>().Configure<IOptions<OriginOptions>>((cors, options) => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(options.Value.Origins).WithMethods(Methods).WithHeaders(Sent).WithExposedHeaders(Read).SetPreflightMaxAge(TimeSpan.FromHours(1))));
    }

    /// <summary>Answers preflights, before anything that could refuse them.</summary>
    public static IApplicationBuilder UseAllowedOrigins(this IApplicationBuilder app) => app.UseCors();
}
