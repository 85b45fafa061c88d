using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sdk;

/// <summary>How far a forecast reaches, how finely it is cut, and when it was made.</summary>
internal static class ForecastReach
{
    /// <summary>Hours of signal read from the running one on; a question may reach so far.</summary>
    public const int HoursRead = 96;

    /// <summary>Longest forecast given when no end is asked for; WattTime's reaches so far.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(72);

    /// <summary>Given when nothing but the yearly mean is known, which would go on for ever.</summary>
    private static readonly TimeSpan OfEstimates = TimeSpan.FromHours(24);

    /// <summary>Where the forecast proper ends: the last slot that is more than a yearly mean, at most 72 h from the start; else 24 h of estimates.</summary>
    public static DateTimeOffset EndOf(CarbonSignal signal, DateTimeOffset from)
    {
        for (var i = signal.Count - 1; i >= 0 && signal[i].End > from; i--)
        {
            if (!signal[i].IsGap && signal[i].Provenance?.Source != SourceNames.AnnualMean)
            {
                return Earlier(signal[i].End, from + Longest);
            }
        }

        return Earlier(signal.End, from + OfEstimates);
    }

    /// <summary>Length of most slots inside [from, to), the shortest among equals; a whole minute or more.</summary>
    public static TimeSpan SlotLength(CarbonSignal signal, DateTimeOffset from, DateTimeOffset to)
    {
        var counts = new Dictionary<long, int>();
        for (var i = 0; i < signal.Count; i++)
        {
            if (signal[i].End > from && signal[i].Start < to)
            {
                var minutes = Math.Max(1, (signal[i].End - signal[i].Start).Ticks / TimeSpan.TicksPerMinute);
                counts[minutes] = counts.GetValueOrDefault(minutes) + 1;
            }
        }

        return TimeSpan.FromMinutes(counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key).First().Key);
    }

    /// <summary>When the newest part of the forecast was issued; the full hour of the request for yearly means, which are modelled when asked for.</summary>
    public static DateTimeOffset GeneratedAt(CarbonSignal signal, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        DateTimeOffset? newest = null;
        for (var i = 0; i < signal.Count; i++)
        {
            if (signal[i].End > from && signal[i].Start < to && signal[i].Provenance is { } origin && origin.Source != SourceNames.AnnualMean
                && !(origin.IssuedAt <= newest))
            {
                newest = origin.IssuedAt;
            }
        }

        return newest ?? SignalWindow.FloorToHour(now);
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
