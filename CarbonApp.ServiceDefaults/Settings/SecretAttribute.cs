namespace CarbonApp.ServiceDefaults.Settings;

/// <summary>A setting whose value is never shown: not in a fault at start-up, not in a log line.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
