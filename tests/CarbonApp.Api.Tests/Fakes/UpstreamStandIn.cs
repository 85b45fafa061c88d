using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CarbonApp.Api.Tests.Fakes;

/// <summary>A real HTTP server on loopback that plays an upstream, well or badly.</summary>
internal sealed class UpstreamStandIn : IAsyncDisposable
{
    private readonly WebApplication _app;

    private UpstreamStandIn(WebApplication app) => _app = app;

    /// <summary>What it answers; may be changed at any time.</summary>
    public required RequestDelegate Answer { get; set; }

    /// <summary>Path and query of every request so far.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public Uri Address => new(_app.Urls.Single());

    public static async Task<UpstreamStandIn> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        var standIn = new UpstreamStandIn(app) { Answer = answer };
        app.Run(context =>
        {
            standIn.Requests.Enqueue($"{context.Request.Path}{context.Request.QueryString}");
            return standIn.Answer(context);
        });
        await app.StartAsync();
        return standIn;
    }

    public int CountOf(string pathPart) => Requests.Count(r => r.Contains(pathPart, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }

    public static RequestDelegate Json(string body) => context =>
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    };

    public static RequestDelegate Html => context =>
    {
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync("<html>maintenance</html>");
    };

    public static RequestDelegate Status(int code, int? retryAfterSeconds = null) => context =>
    {
        context.Response.StatusCode = code;
        if (retryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return context.Response.WriteAsync("{\"message\":\"no\"}");
    };

    /// <summary>Takes the request and never answers.</summary>
    public static RequestDelegate Hang => async context =>
    {
        try
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    };

    /// <summary>Sends headers at once, then a blank every 20 ms for ever: never silent, never done.</summary>
    public static RequestDelegate Drip => async context =>
    {
        context.Response.ContentType = "application/json";
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.WriteAsync(" ");
            await context.Response.Body.FlushAsync();
            await Task.Delay(20);
        }
    };

    /// <summary>Promises the whole body and hangs up after half of it: Kestrel closes the connection when less is written than promised.</summary>
    public static RequestDelegate Cut(string body) => context =>
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return context.Response.WriteAsync(body[..(body.Length / 2)]);
    };
}
