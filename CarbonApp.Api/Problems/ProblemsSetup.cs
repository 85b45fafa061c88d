using System.Diagnostics;
using CarbonApp.Api.Kelp.V1;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CarbonApp.Api.Problems;

/// <summary>Makes every error of the service, whoever raises it, a problem with a code (RFC 9457), or v1's shape on v1's paths.</summary>
internal static class ProblemsSetup
{
    private const long MaxBodyBytes = 1 << 20;

    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        // Reading JSON straight from the pipe (new in .NET 10) leaves the read open when the text is malformed, and Kestrel then
        // breaks the connection after the answer: a client that keeps it alive would see its next request fail.
        AppContext.SetSwitch("Microsoft.AspNetCore.UseStreamBasedJsonParsing", true);

        // Before AddProblemDetails: the first writer that can, writes.
        services.AddSingleton<IProblemDetailsWriter, V1ErrorWriter>();
        services.AddSingleton<IProblemDetailsWriter, KelpieErrorWriter>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Complete);
        services.AddExceptionHandler<ExceptionProblems>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.Configure<KestrelServerOptions>(options =>
        {
            options.Limits.MaxRequestBodySize = MaxBodyBytes;
            options.AddServerHeader = false;
        });
        return services;
    }

    public static IApplicationBuilder UseProblems(this IApplicationBuilder app) => app.UseExceptionHandler().UseStatusCodePages();

    private static void Complete(ProblemDetailsContext context)
    {
        var extensions = context.ProblemDetails.Extensions;
        extensions.TryAdd("code", ProblemCode.Of(context.ProblemDetails.Status));
        extensions["traceId"] = Activity.Current?.Id ?? context.HttpContext.TraceIdentifier;
        context.ProblemDetails.Instance ??= context.HttpContext.Request.Path;
    }
}
