using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CarbonApp.Cli.Tests.Fakes;

/// <summary>A real Kestrel in the Api's place: answers as the test says and keeps what it was asked.</summary>
internal sealed class ApiStandIn : IAsyncDisposable
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Asked, Task>> _routes = new();

    private ApiStandIn(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public ConcurrentQueue<Asked> Requests { get; } = [];

    public static async Task<ApiStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var standIn = new ApiStandIn(app);
        app.Run(standIn.AnswerAsync);
        await app.StartAsync();
        return standIn;
    }

    public ApiStandIn On(string methodAndPath, Func<HttpContext, Asked, Task> answer)
    {
        _routes[methodAndPath] = answer;
        return this;
    }

    public ApiStandIn On(string methodAndPath, object answer) => On(methodAndPath, (context, _) =>
        context.Response.WriteAsync(JsonSerializer.Serialize(answer, answer.GetType(), Json)));

    public ApiStandIn OnText(string methodAndPath, string answer) => On(methodAndPath, (context, _) => context.Response.WriteAsync(answer));

    public ApiStandIn OnProblem(string methodAndPath, int status, string body) => On(methodAndPath, (context, _) =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        return context.Response.WriteAsync(body);
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var key = $"{context.Request.Method} {context.Request.Path}";
        if (!_routes.TryGetValue(key, out var answer))
        {
            Requests.Enqueue(Asked.From(context, ""));
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var asked = Asked.From(context, await reader.ReadToEndAsync());
        Requests.Enqueue(asked);
        await answer(context, asked);
    }
}

/// <summary>A request as it arrived.</summary>
internal sealed record Asked(string Method, string Path, string Query, string? Key, string? ContentType, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public static Asked From(HttpContext context, string body) => new(
        context.Request.Method,
        context.Request.Path,
        context.Request.QueryString.Value ?? "",
        context.Request.Headers["Idempotency-Key"],
        context.Request.ContentType,
        body);
}
