using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace CarbonApp.ServiceDefaults.Telemetry;

/// <summary>
/// Holds the tracer and meter providers for the life of the service (OpenTelemetry.Extensions.Hosting, which would, is not on every
/// feed). Registered processors and readers are used beside OTLP; with neither, nothing listens and nothing is paid.
/// </summary>
internal sealed class TelemetryHost(
    IConfiguration configuration,
    IHostEnvironment environment,
    IEnumerable<BaseProcessor<Activity>> processors,
    IEnumerable<MetricReader> readers) : IHostedService, IDisposable
{
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "CarbonApp.*"];
    private static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Routing", "System.Net.Http",
        "System.Runtime", "Npgsql", "CarbonApp.*",
    ];

    private readonly bool _export = !string.IsNullOrEmpty(configuration[TelemetryExtensions.EndpointKey]);
    private readonly BaseProcessor<Activity>[] _processors = [.. processors];
    private readonly MetricReader[] _readers = [.. readers];
    private TracerProvider? _tracer;
    private MeterProvider? _meter;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_export || _processors.Length > 0)
        {
            _tracer = BuildTracer();
        }

        if (_export || _readers.Length > 0)
        {
            _meter = BuildMeter();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Disposed last of all, so that what happened during shutdown is still sent.</summary>
    public void Dispose()
    {
        _tracer?.Dispose();
        _meter?.Dispose();
    }

    private TracerProvider BuildTracer()
    {
        var builder = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .SetResourceBuilder(TelemetryResource.Build(environment.ApplicationName, configuration))
            .AddSource(Sources);
        foreach (var processor in _processors)
        {
            builder.AddProcessor(processor);
        }

        return (_export ? builder.AddOtlpExporter() : builder).Build();
    }

    private MeterProvider BuildMeter()
    {
        var builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .SetResourceBuilder(TelemetryResource.Build(environment.ApplicationName, configuration))
            .AddMeter(Meters);
        foreach (var reader in _readers)
        {
            builder.AddReader(reader);
        }

        return (_export ? builder.AddOtlpExporter() : builder).Build();
    }
}
