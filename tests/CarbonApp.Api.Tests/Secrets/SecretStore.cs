using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CarbonApp.Api.Tests.Secrets;

/// <summary>A request as it arrived.</summary>
internal sealed record Asked(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>A header; empty where there is none.</summary>
    public string Header(string name) => Headers.GetValueOrDefault(name) ?? "";
}

/// <summary>A real HTTP server on loopback that plays any store of secrets, and what gives tokens for it.</summary>
public sealed class SecretStore : IAsyncLifetime
{
    private readonly WebApplication _app;

    public SecretStore()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    public Uri Address => new(_app.Urls.Single());

    internal ConcurrentQueue<Asked> Requests { get; } = [];

    /// <summary>What it answers: a body for 200, or null after answering by itself.</summary>
    internal Func<Asked, HttpContext, Task<string?>> Answer { get; set; } = (_, _) => Task.FromResult<string?>("{}");

    /// <summary>Forgets what was asked, and answers so from now on.</summary>
    internal SecretStore Play(Func<Asked, string?> answer)
    {
        Requests.Clear();
        Answer = (asked, context) =>
        {
            var body = answer(asked);
            context.Response.StatusCode = body is null ? 404 : 200;
            return Task.FromResult(body);
        };
        return this;
    }

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var asked = new Asked(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync());
        Requests.Enqueue(asked);
        if (await Answer(asked, context) is { } body)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(body);
        }
    }
}
