using Microsoft.Extensions.Configuration;
using OpenTelemetry.Resources;

namespace CarbonApp.ServiceDefaults.Telemetry;

/// <summary>Who the telemetry is from.</summary>
internal static class TelemetryResource
{
    /// <summary>OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES when given (the AppHost gives both), else the application's name.</summary>
    public static ResourceBuilder Build(string applicationName, IConfiguration configuration)
    {
        var resource = ResourceBuilder.CreateDefault();
        return string.IsNullOrEmpty(configuration["OTEL_SERVICE_NAME"]) ? resource.AddService(applicationName) : resource;
    }
}
