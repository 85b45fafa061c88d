using CarbonApp.Api.Access;
using CarbonApp.Api.Data;
using CarbonApp.ServiceDefaults.Connections;
using CarbonApp.ServiceDefaults.RateLimits;
using CarbonApp.ServiceDefaults.Settings;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Limits;

/// <summary>Which calls are limited, and how: routes say <c>RequireRateLimiting</c> or <c>DisableRateLimiting</c>.</summary>
internal static class RateLimits
{
    /// <summary>Name of the stricter limit for calls that search for an optimum or analyse kelp: those that take a processor for long.</summary>
    public const string Optimize = "optimize";

    public static void AddRateLimits(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSettings<RateLimitOptions>(RateLimitOptions.Section);
        builder.Services.AddRedisRateCounter();
        builder.Services.AddSingleton<IRateCounter, PostgresRateCounter>();
        builder.Services.AddSingleton<IRetained, RateHitRetention>();
        builder.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<RateLimiter>(
            provider, provider.GetRequiredService<IOptions<RateLimitOptions>>().Value.Replicas));
    }

    public static void UseRateLimits(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value;
        if (!(options.Enabled ?? !app.Environment.IsDevelopment()))
        {
            return;
        }

        // Replicas that begin without each other would each admit the limit: connect now, not at the first call.
        _ = app.Services.GetRequiredService<RedisLink>().ConnectAsync();
        var hour = new RateLimitRule("hour", options.PerHour, TimeSpan.FromHours(1));
        RateLimitRule[] any = [hour], optimize = [hour, new RateLimitRule(Optimize, options.OptimizePerMinute, TimeSpan.FromMinutes(1))];
        app.UseRateLimits(context =>
        {
            var metadata = context.GetEndpoint()?.Metadata;
            return metadata?.GetMetadata<DisableRateLimitingAttribute>() is not null ? null
                : new LimitedCall(
                    ClientOf(AccessControl.Of(context)),
                    metadata?.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName == Optimize ? optimize : any);
        });
    }

    /// <summary>The key, or the address where there is none or the key calls for visitors.</summary>
    private static string ClientOf(Caller caller) => caller.HasKey && !caller.Scopes.Contains(Scopes.Web) ? $"key:{caller.Actor}" : caller.Address;
}
