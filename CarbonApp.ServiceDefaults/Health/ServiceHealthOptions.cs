namespace CarbonApp.ServiceDefaults.Health;

/// <summary>What <c>/health</c> says about the service; set by the service with <c>services.Configure&lt;ServiceHealthOptions&gt;</c>.</summary>
public sealed class ServiceHealthOptions
{
    /// <summary>Value of <c>service</c>; existing clients look for the default.</summary>
    public string ServiceName { get; set; } = "carbon-optimizer";

    /// <summary>Value of <c>api_configured</c>: is there a key for a paid source? Asked at every call.</summary>
    public Func<IServiceProvider, bool> ApiConfigured { get; set; } = _ => false;
}
