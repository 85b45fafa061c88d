namespace CarbonApp.ServiceDefaults.Settings;

/// <summary>A name that the products before this one read from the environment.</summary>
/// <param name="Name">The old name.</param>
/// <param name="Setting">What it is here; null where it has no meaning any more.</param>
/// <param name="Note">Of what has a meaning, which values it takes; of what has none, why, and what to do instead.</param>
/// <param name="Translate">Its value as the setting takes it; null for a value it never took.</param>
public sealed record OldName(string Name, string? Setting, string Note, Func<string, string?> Translate);
