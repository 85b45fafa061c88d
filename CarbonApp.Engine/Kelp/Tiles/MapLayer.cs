using System.Globalization;

namespace CarbonApp.Engine.Kelp.Tiles;

/// <summary>A quantity on the map. Its range is fixed, so that a colour means the same on every date and at every place.</summary>
/// <param name="Id">As in addresses.</param>
/// <param name="Title">For people.</param>
/// <param name="Unit">Empty for ratios.</param>
/// <param name="Scale">Its colours.</param>
public sealed record MapLayer(string Id, string Title, string Unit, ColorScale Scale)
{
    /// <summary>Stops of a legend; odd, so that one is in the middle.</summary>
    private const int LegendStops = 9;

    /// <summary>What its colours mean.</summary>
    public Legend Legend => new(Title, Unit, IsContinuous: true, [.. Enumerable.Range(0, LegendStops)
        .Select(stop => Scale.Low + ((Scale.High - Scale.Low) * stop / (LegendStops - 1)))
        .Select(value => new LegendStop(Math.Round(value, 4).ToString("0.####", CultureInfo.InvariantCulture), Scale.At(value)))]);
}
