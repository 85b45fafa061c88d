using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grpc;

/// <summary>
/// A Kestrel of its own for gRPC without TLS: HTTP/2 by prior knowledge cannot share a port with HTTP/1.1, and a second port of the Api's
/// own server would make it forget the addresses it is given from outside (<c>ASPNETCORE_URLS</c>).
/// </summary>
internal sealed class GrpcServer : IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Task? _stop;

    public GrpcServer(int port, ILoggerFactory logs)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = 2 * GrpcCalls.MostBytes;
        options.Limits.MaxConcurrentConnections = 1_000;
        // A caller that vanished is noticed, so that its streams end.
        options.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        options.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
        options.ListenAnyIP(port, listen => listen.Protocols = HttpProtocols.Http2);
        _server = new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs), logs);
    }

    /// <summary>Port it listens on, also where 0 was asked for.</summary>
    public int Port => new Uri(_server.Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    public Task StartAsync(GrpcCalls calls, CancellationToken cancellationToken) =>
        _server.StartAsync(new Application(context => calls.HandleAsync(context, _stopping.Token)), cancellationToken);

    /// <summary>Ends the calls under way, then the server. Once, however often it is asked: a host may dispose of what it is still stopping.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _stop ??= EndAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));
        _server.Dispose();
        _stopping.Dispose();
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _server.StopAsync(cancellationToken);
    }

    private sealed class Application(RequestDelegate handle) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => handle(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
