using System.Net;
using CarbonApp.ServiceDefaults.RateLimits;
using CarbonApp.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Access;

/// <summary>Who calls, and whether they may.</summary>
internal static class AccessControl
{
    public static void AddAccessControl(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSettings<ApiKeyOptions>(ApiKeyOptions.Section);
        builder.Services.AddSingleton<ApiKeyStore>();
        builder.Services.AddSingleton<ApiKeyCheck>();
    }

    /// <summary>Finds out who calls, before the rate limits, which count by it. Refuses nobody yet, so that wrong keys are counted too.</summary>
    public static void UseCallers(this WebApplication app)
    {
        var check = app.Services.GetRequiredService<ApiKeyCheck>();
        var required = app.Services.GetRequiredService<IOptions<ApiKeyOptions>>().Value.Required;
        app.Use(async (context, next) =>
        {
            context.Features.Set(await FindAsync(context, check, required));
            await next(context);
        });
    }

    /// <summary>Refuses with 401 who needs a key and shows none that counts, and with 403 whose key is for something else.</summary>
    public static void UseScopes(this WebApplication app) => app.Use(async (context, next) =>
    {
        var (caller, needed) = (Of(context), NeededScope(context));
        if (needed is null || (!caller.IsRefused && Scopes.Allow(caller.Scopes, needed)))
        {
            await next(context);
            return;
        }

        await RefuseAsync(context, caller, needed);
    });

    public static Caller Of(HttpContext context) => context.Features.GetRequiredFeature<Caller>();

    private static async Task<Caller> FindAsync(HttpContext context, ApiKeyCheck check, bool required)
    {
        var remote = context.Connection.RemoteIpAddress;
        var address = ClientAddress.Of(remote);
        if (KeyIn(context.Request) is { } key && NeededScope(context) is not null)
        {
            return await check.FindAsync(key, context.RequestAborted) is var (id, scopes)
                ? new Caller(id, address, scopes) { HasKey = true }
                : new Caller("anonymous", address, []) { IsRefused = true };
        }

        return required ? new Caller("anonymous", address, [])
            : IsThisMachine(context) ? new Caller("local", address, [Scopes.Admin])
            : new Caller("anonymous", address, [Scopes.Plan, Scopes.Import]);
    }

    /// <summary>
    /// Not by a proxy's word alone: one on another machine that passes on what its callers claim would make any of them an administrator.
    /// </summary>
    private static bool IsThisMachine(HttpContext context)
    {
        // Null: a local socket or an in-memory server.
        var isLocal = context.Connection.RemoteIpAddress is not { } remote || IPAddress.IsLoopback(remote);
        var proxy = context.Request.Headers[ForwardedHeadersDefaults.XOriginalForHeaderName].ToString();
        return isLocal && (proxy.Length == 0 || (IPEndPoint.TryParse(proxy, out var connected) && IPAddress.IsLoopback(connected.Address)));
    }

    /// <summary>The header X-API-Key, else a bearer token.</summary>
    private static string? KeyIn(HttpRequest request) =>
        request.Headers["X-API-Key"].ToString() is { Length: > 0 } key ? key
        : request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim()
        : null;

    /// <summary>Null for what is open to everybody.</summary>
    private static string? NeededScope(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        return metadata?.GetMetadata<IAllowAnonymous>() is not null || HttpMethods.IsOptions(context.Request.Method) ? null
            : metadata?.GetMetadata<RequiredScope>()?.Scope
            ?? (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) ? Scopes.Read : Scopes.Plan);
    }

    private static async Task RefuseAsync(HttpContext context, Caller caller, string needed)
    {
        var status = caller.HasKey ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized;
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"carbonapp\"";
        }

        await context.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails =
            {
                Status = status,
                Title = status == StatusCodes.Status403Forbidden ? "The key is not for this" : "A key is needed",
                Detail = caller.HasKey ? $"The key lacks the scope {needed}: an administrator makes one with `carbon keys create --scope {needed}`."
                    : caller.IsRefused ? "The key is unknown, revoked or has expired: ask an administrator for another."
                    : $"This call needs a key with the scope {needed}: send it as Authorization: Bearer carbon_…, or as X-API-Key.",
            },
        });
    }
}
