using CarbonApp.ServiceDefaults.Telemetry.Prometheus;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;

namespace CarbonApp.ServiceDefaults.Telemetry;

internal static class TelemetryExtensions
{
    internal const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// Traces, metrics and logs straight from the OpenTelemetry SDK. Sent by OTLP when its endpoint is configured; metrics are always
    /// there to be fetched from <c>/metrics</c>, and log lines always name their trace.
    /// </summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHostedService<TelemetryHost>();
        builder.Services.AddHostedService<ProcessLimits>();
        builder.Services.AddSingleton<PrometheusExporter>();
        builder.Services.AddSingleton<MetricReader>(services => new BaseExportingMetricReader(services.GetRequiredService<PrometheusExporter>()));
        builder.Services.AddSingleton<IStartupFilter, RequestSpans>();

        builder.Logging.Configure(options =>
            options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        builder.Logging.AddConsoleFormatter<TracedConsoleFormatter, TracedConsoleOptions>();
        builder.Services.Configure<JsonConsoleFormatterOptions>(options => FillIn(options, builder.Configuration));
        if (builder.Configuration["Logging:Console:FormatterName"] is null)
        {
            builder.Logging.AddConsole(options => options.FormatterName = TracedConsoleFormatter.FormatterName);
        }

        if (!string.IsNullOrEmpty(builder.Configuration[EndpointKey]))
        {
            builder.Logging.AddOpenTelemetry(options =>
            {
                options.IncludeFormattedMessage = true;
                options.IncludeScopes = true;
                options.SetResourceBuilder(TelemetryResource.Build(builder.Environment.ApplicationName, builder.Configuration));
                options.AddOtlpExporter();
            });
        }
    }

    /// <summary>As it comes, JSON has neither time nor trace. The trace is a scope, and so is what else stands around a request.</summary>
    private static void FillIn(JsonConsoleFormatterOptions options, IConfiguration configuration)
    {
        var given = configuration.GetSection("Logging:Console:FormatterOptions");
        options.IncludeScopes = given.GetValue(nameof(options.IncludeScopes), true);
        options.UseUtcTimestamp = given.GetValue(nameof(options.UseUtcTimestamp), true);
        options.TimestampFormat ??= "yyyy-MM-dd'T'HH:mm:ss.fffK";
    }
}
