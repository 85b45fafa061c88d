using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sdk;

/// <summary>What is asked of one location's forecast.</summary>
/// <param name="Place">The location.</param>
/// <param name="DataStartAt">Start of the time to look at; null for the first slot that has not begun.</param>
/// <param name="DataEndAt">End of it; null for that of the forecast.</param>
/// <param name="WindowMinutes">Length of the windows; 0 for one slot each.</param>
internal readonly record struct ForecastQuestion(NamedSignal Place, DateTimeOffset? DataStartAt, DateTimeOffset? DataEndAt, int WindowMinutes)
{
    /// <summary>The time looked at, whole minutes that are not past; what does not hold is added to the errors.</summary>
    /// <param name="signal">What is known, from a time before now; not empty.</param>
    /// <param name="now">Nothing before is looked at.</param>
    /// <param name="at">Prefix of the names of fields.</param>
    /// <param name="errors">What is wrong with the question.</param>
    public (DateTimeOffset From, DateTimeOffset To) Range(CarbonSignal signal, DateTimeOffset now, string at, FieldErrors errors)
    {
        var running = RunningSlot(signal, now);
        var last = LastKnown(signal);
        var reach = FormattableString.Invariant($"of what is known, {running.Start:yyyy-MM-dd'T'HH:mm:ss'Z'} to {last:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        if (DataStartAt < running.Start || DataStartAt > last)
        {
            errors.Add($"{at}dataStartAt", $"{DataStartAt:yyyy-MM-dd'T'HH:mm:ss'Z'} must be within the time {reach}.");
        }

        if (DataEndAt > last || DataEndAt <= now)
        {
            errors.Add($"{at}dataEndAt", $"{DataEndAt:yyyy-MM-dd'T'HH:mm:ss'Z'} must be later than now and within the time {reach}.");
        }

        var from = CeilingToMinute(DataStartAt is { } asked ? (asked > now ? asked : now) : running.Start == now ? now : running.End);
        var to = FloorToMinute(DataEndAt ?? ForecastReach.EndOf(signal, from));
        if (!errors.Any && to <= from)
        {
            errors.Add($"{at}dataEndAt", $"{to:yyyy-MM-dd'T'HH:mm:ss'Z'} is not after the start of the data, {from:yyyy-MM-dd'T'HH:mm:ss'Z'}.");
        }

        if (!errors.Any && WindowMinutes > (to - from).TotalMinutes)
        {
            errors.Add($"{at}windowSize", FormattableString.Invariant(
                $"{WindowMinutes} min are longer than the data, {from:yyyy-MM-dd'T'HH:mm:ss'Z'} to {to:yyyy-MM-dd'T'HH:mm:ss'Z'} ({(to - from).TotalMinutes:0} min): give a dataEndAt up to {last:yyyy-MM-dd'T'HH:mm:ss'Z'}, or a smaller window."));
        }

        return (from, to);
    }

    private static (DateTimeOffset Start, DateTimeOffset End) RunningSlot(CarbonSignal signal, DateTimeOffset now)
    {
        for (var i = 0; i < signal.Count; i++)
        {
            if (signal[i].End > now)
            {
                return (signal[i].Start, signal[i].Start > now ? signal[i].Start : signal[i].End);
            }
        }

        return (now, now);
    }

    private static DateTimeOffset LastKnown(CarbonSignal signal)
    {
        var i = signal.Count - 1;
        while (i > 0 && signal[i].IsGap)
        {
            i--;
        }

        return signal[i].End;
    }

    private static DateTimeOffset FloorToMinute(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    private static DateTimeOffset CeilingToMinute(DateTimeOffset time) => FloorToMinute(time + TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
}
