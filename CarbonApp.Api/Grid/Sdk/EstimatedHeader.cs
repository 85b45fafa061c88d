using System.Globalization;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sdk;

/// <summary>
/// The header <c>Carbon-Estimated</c>: which locations of the answer rest on estimates, and what share of the time looked at. The bodies
/// cannot say it, for clients generated from the SDK's document refuse members they do not know.
/// </summary>
/// <remarks>A list of RFC 9651: <c>uksouth;share=0.25, eastus;share=1</c>. Absent when nothing is estimated.</remarks>
internal static class EstimatedHeader
{
    public const string Name = "Carbon-Estimated";

    public static void Write(HttpResponse response, IEnumerable<(string Location, double Share)> shares)
    {
        var items = shares.Where(s => s.Share > 0).DistinctBy(s => s.Location)
            .Select(s => $"{s.Location};share={Math.Max(0.001, Math.Round(s.Share, 3)).ToString(CultureInfo.InvariantCulture)}");
        var text = string.Join(", ", items);
        if (text.Length > 0)
        {
            response.Headers[Name] = text;
        }
    }

    /// <summary>Part of the known time inside [from, to) that is estimated, 0 to 1.</summary>
    public static double ShareOf(CarbonSignal signal, DateTimeOffset from, DateTimeOffset to)
    {
        var (known, estimated) = (0L, 0L);
        for (var i = 0; i < signal.Count; i++)
        {
            var slot = signal[i];
            var ticks = Math.Min(slot.End.UtcTicks, to.UtcTicks) - Math.Max(slot.Start.UtcTicks, from.UtcTicks);
            if (ticks > 0 && slot.Provenance is { } origin)
            {
                known += ticks;
                estimated += origin.Status == SignalStatus.Estimated ? ticks : 0;
            }
        }

        return known == 0 ? 0 : (double)estimated / known;
    }
}
