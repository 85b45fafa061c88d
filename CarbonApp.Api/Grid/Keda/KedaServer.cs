using CarbonApp.Api.Grpc;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Keda;

/// <summary>Serves the external scaler for as long as the Api runs, where a port is set.</summary>
internal sealed partial class KedaServer(
    ExternalScaler scaler, GrpcCalls calls, IOptions<KedaOptions> options, ILoggerFactory logs, ILogger<KedaServer> logger) : IHostedService, IAsyncDisposable
{
    private GrpcServer? _server;

    /// <summary>Port it listens on; null where it is off.</summary>
    public int? Port => _server?.Port;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Port is not { } port)
        {
            return;
        }

        scaler.AddTo(calls);
        _server = new GrpcServer(port, logs);
        try
        {
            await _server.StartAsync(calls, cancellationToken);
        }
        catch (IOException exception)
        {
            throw new InvalidOperationException($"{KedaOptions.Section}:Port is {port}, where nothing can listen: {exception.Message} Give another, or none to do without.", exception);
        }

        LogListening(logger, _server.Port);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "KEDA's external scaler answers gRPC on port {Port}")]
    private static partial void LogListening(ILogger logger, int port);
}
