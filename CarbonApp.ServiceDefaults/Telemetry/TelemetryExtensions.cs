using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;

namespace CarbonApp.ServiceDefaults.Telemetry;

internal static class TelemetryExtensions
{
    internal const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// Traces, metrics and logs straight from the OpenTelemetry SDK. Sent by OTLP when its endpoint is configured; otherwise nothing is
    /// collected, but log lines still name their trace.
    /// </summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHostedService<TelemetryHost>();
        builder.Services.AddSingleton<IStartupFilter, RequestSpans>();

        builder.Logging.Configure(options =>
            options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        builder.Logging.AddConsoleFormatter<TracedConsoleFormatter, TracedConsoleOptions>();
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
}
