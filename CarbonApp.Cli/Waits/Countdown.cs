using CarbonApp.Cli.Terminal;
using Spectre.Console;

namespace CarbonApp.Cli.Waits;

/// <summary>Sleeps until a time by the clock, so that a computer that slept meanwhile does not add its sleep to ours.</summary>
internal static class Countdown
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    public static async Task UntilAsync(DateTimeOffset start, TimeProvider time, Screen screen, CancellationToken cancellationToken)
    {
        var left = start - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            return;
        }

        if (!screen.IsLive)
        {
            screen.Say($"Waiting {Quantities.Span(left)}, until {Quantities.Time(start)}.");
            await SleepAsync(start, time, Longest, _ => { }, cancellationToken);
            return;
        }

        await screen.Error.Status().StartAsync(Line(start, left), context => SleepAsync(
            start, time, Tick, rest => context.Status(Line(start, rest)), cancellationToken));
    }

    private static async Task SleepAsync(
        DateTimeOffset start, TimeProvider time, TimeSpan longest, Action<TimeSpan> show, CancellationToken cancellationToken)
    {
        TimeSpan left;
        while ((left = start - time.GetUtcNow()) > TimeSpan.Zero)
        {
            show(left);
            // A timer may fire a little early; a millisecond more saves a last empty round.
            await Task.Delay(left < longest ? left + TimeSpan.FromMilliseconds(1) : longest, time, cancellationToken);
        }
    }

    private static string Line(DateTimeOffset start, TimeSpan left) =>
        Markup.Escape($"Waiting {Quantities.Span(TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds)))}, until {Quantities.Time(start)}. Ctrl+C gives up.");
}
