namespace CarbonApp.ServiceDefaults.RateLimits;

/// <summary>At most so many calls of one client in any stretch of time that long.</summary>
/// <param name="Name">Short name: part of keys and headers.</param>
/// <param name="Limit">Calls, 1 or more.</param>
/// <param name="Window">Length of the stretch.</param>
public sealed record RateLimitRule(string Name, int Limit, TimeSpan Window)
{
    internal long WindowMicroseconds => (long)Window.TotalMicroseconds;
}
