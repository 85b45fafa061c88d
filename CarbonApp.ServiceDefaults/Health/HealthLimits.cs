namespace CarbonApp.ServiceDefaults.Health;

internal static class HealthLimits
{
    /// <summary>A probe answers within a second whatever hangs: orchestrators commonly allow one.</summary>
    internal static readonly TimeSpan Probe = TimeSpan.FromMilliseconds(800);
}
