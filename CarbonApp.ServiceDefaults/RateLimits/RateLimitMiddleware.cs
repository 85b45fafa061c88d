using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonApp.ServiceDefaults.RateLimits;

/// <summary>Whose call it is and which rules it falls under.</summary>
public sealed record LimitedCall(string Client, IReadOnlyList<RateLimitRule> Rules);

/// <summary>Refuses calls beyond their limits with 429, and tells every caller how much is left.</summary>
public static class RateLimitMiddleware
{
    /// <param name="app">The pipeline.</param>
    /// <param name="of">What a request is to the limits; null where it is under none.</param>
    public static IApplicationBuilder UseRateLimits(this IApplicationBuilder app, Func<HttpContext, LimitedCall?> of)
    {
        var limiter = app.ApplicationServices.GetRequiredService<RateLimiter>();
        return app.Use(async (context, next) =>
        {
            if (of(context) is not { } call)
            {
                await next(context);
                return;
            }

            var verdict = await limiter.AdmitAsync(call.Client, call.Rules);
            // As the answer starts, since an error answer begins by clearing the headers.
            context.Response.OnStarting(() => Tell(context.Response.Headers, verdict));
            await (verdict.Admitted ? next(context) : RefuseAsync(context, verdict));
        });
    }

    /// <summary>RateLimit and RateLimit-Policy of the IETF draft, and the three names of its early versions that clients know.</summary>
    private static Task Tell(IHeaderDictionary headers, RateLimitVerdict verdict)
    {
        var tightest = verdict.Tightest;
        headers["RateLimit-Policy"] = string.Join(", ", verdict.Rules.Select(r => string.Create(
            CultureInfo.InvariantCulture, $"\"{r.Rule.Name}\";q={r.Rule.Limit};w={(long)r.Rule.Window.TotalSeconds}")));
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{tightest.Rule.Name}\";r={tightest.Remaining};t={Seconds(tightest.NextFree)}");
        headers["RateLimit-Limit"] = Text(tightest.Rule.Limit);
        headers["RateLimit-Remaining"] = Text(tightest.Remaining);
        headers["RateLimit-Reset"] = Text(Seconds(tightest.NextFree));
        if (!verdict.Admitted)
        {
            headers.RetryAfter = Text(Seconds(verdict.RetryAfter));
        }

        return Task.CompletedTask;
    }

    private static async Task RefuseAsync(HttpContext context, RateLimitVerdict verdict)
    {
        var full = verdict.Rules.Where(r => r.Remaining == 0).MaxBy(r => r.NextFree);
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        await context.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails =
            {
                Status = StatusCodes.Status429TooManyRequests,
                Title = "Too many calls",
                Detail = string.Create(
                    CultureInfo.InvariantCulture,
                    $"This caller may make {full.Rule.Limit} calls of this kind in {full.Rule.Window.TotalSeconds:0} s and has made them: try again in {Seconds(verdict.RetryAfter)} s."),
            },
        });
    }

    /// <summary>Rounded up, so that who waits as long as told is admitted.</summary>
    private static long Seconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
