namespace CarbonApp.AppHost.Standalone.Running;

/// <summary>How long to wait before the next restart: doubles with every crash, up to half a minute.</summary>
internal sealed class RestartDelay
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private int _crashes;

    /// <summary>Whoever ran this long is forgiven its earlier crashes.</summary>
    public static TimeSpan Forgiveness { get; } = TimeSpan.FromSeconds(60);

    public TimeSpan Next(TimeSpan ranFor)
    {
        _crashes = ranFor >= Forgiveness ? 1 : _crashes + 1;
        // Capped before the shift: 2^31 half seconds would overflow.
        var delay = Shortest * (1 << Math.Min(_crashes - 1, 10));
        return delay < Longest ? delay : Longest;
    }
}
