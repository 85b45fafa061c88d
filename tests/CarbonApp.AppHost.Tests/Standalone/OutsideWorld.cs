using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CarbonApp.AppHost.Tests.Standalone;

/// <summary>What a system talks to outside itself: a collector of telemetry (OTLP by HTTP), and feeds, which know nothing.</summary>
internal sealed class OutsideWorld : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Kind, ProtobufField Message)> _telemetry = [];

    private OutsideWorld(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>The header traceparent of every call of a feed.</summary>
    public ConcurrentQueue<string> FeedCalls { get; } = [];

    /// <summary>Spans of all traces so far.</summary>
    public IReadOnlyList<Span> Spans =>
    [
        .. from resource in Received("traces").SelectMany(message => message.At(1))
           from scope in resource.At(2)
           from span in scope.At(2)
           select new Span(ServiceOf(resource), scope.At(1, 1).Single().Text, Id(span, 1), Id(span, 2), Id(span, 4), span.At(5).Single().Text),
    ];

    /// <summary>Service and name of each metric so far.</summary>
    public IEnumerable<(string Service, string Name)> Metrics =>
        from resource in Received("metrics").SelectMany(message => message.At(1))
        from name in resource.At(2, 2, 1)
        select (ServiceOf(resource), name.Text);

    /// <summary>Service and trace of each log record so far; the trace is empty outside of any.</summary>
    public IEnumerable<(string Service, string Trace)> Logs =>
        from resource in Received("logs").SelectMany(message => message.At(1))
        from record in resource.At(2, 2)
        select (ServiceOf(resource), Id(record, 9));

    public static async Task<OutsideWorld> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var world = new OutsideWorld(builder.Build());
        world._app.MapPost("/v1/{kind}", (Delegate)world.TakeAsync);
        world._app.MapFallback(world.Refuse);
        await world._app.StartAsync();
        return world;
    }

    /// <summary>Waits for something to have arrived.</summary>
    public async Task<T> SeesAsync<T>(Func<OutsideWorld, T?> find, string what)
        where T : class
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Patience; await Task.Delay(200))
        {
            if (find(this) is { } found)
            {
                return found;
            }
        }

        throw new TimeoutException($"{what} did not arrive within {Patience.TotalSeconds} s. Spans below others:\n{string.Join('\n', Spans.Where(span => span.Parent.Length > 0))}");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(string kind, HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        _telemetry.Enqueue((kind, ProtobufField.Message(body.ToArray())));
    }

    private IResult Refuse(HttpRequest request)
    {
        FeedCalls.Enqueue(request.Headers.TraceParent.ToString());
        return Results.NotFound();
    }

    private IEnumerable<ProtobufField> Received(string kind) => _telemetry.Where(message => message.Kind == kind).Select(message => message.Message);

    private static string ServiceOf(ProtobufField resource) =>
        resource.At(1, 1).First(attribute => attribute.At(1).Single().Text == "service.name").At(2, 1).Single().Text;

    private static string Id(ProtobufField message, int field) => string.Concat(message.At(field).Select(id => id.Hex));

    /// <summary>A span as it arrived.</summary>
    /// <param name="Service">Who sent it.</param>
    /// <param name="Source">The library it is of.</param>
    /// <param name="Trace">Id of its trace.</param>
    /// <param name="Id">Its own id.</param>
    /// <param name="Parent">Id of the span it belongs to.</param>
    /// <param name="Name">What was done.</param>
    internal sealed record Span(string Service, string Source, string Trace, string Id, string Parent, string Name);
}
