using System.Globalization;

namespace CarbonApp.Engine.Kelp.Tides;

/// <summary>A station with who measured it and on which terms its constituents are passed on.</summary>
/// <param name="Station">The gauge.</param>
/// <param name="Publisher">To be named beside a height.</param>
/// <param name="Licence">Such as CC BY 4.0.</param>
public sealed record PublishedStation(TideStation Station, string Publisher, string Licence);

/// <summary>
/// Tide stations of the world with a chart datum and a licence that allows any use: NOAA (public domain), TICON-4 (CC BY 4.0) and Kartverket (CC BY
/// 4.0), as the Neaps tide database publishes them; see NOTICE. Stations whose heights follow from another's are not among them.
/// </summary>
public static class TideStationTable
{
    private static readonly Lazy<(TidePosition Position, string[] Cells)[]> Rows = new(() =>
        [.. ReferenceTable.Rows("tides.tsv").Select(cells => (new TidePosition(Number(cells[2]), Number(cells[3])), cells))]);

    /// <summary>How many there are.</summary>
    public static int Count => Rows.Value.Length;

    /// <summary>
    /// The stations that <see cref="NearestTide"/> would take for a place, and the nearest one where none is near enough, so that it can say how far
    /// that is. Ask once for a place and use them for all instants.
    /// </summary>
    public static IReadOnlyList<PublishedStation> Near(TidePosition place)
    {
        var ranked = Array.ConvertAll(Rows.Value, row => (row.Cells, row.Position, Distance: place.DistanceMetresTo(row.Position)));
        var near = ranked.Where(row => row.Distance <= NearestTide.LimitMetres).OrderBy(row => row.Distance).ToArray();
        return [.. (near.Length > 0 ? near : [ranked.MinBy(row => row.Distance)]).Select(row => Read(row.Cells, row.Position))];
    }

    private static PublishedStation Read(string[] cells, TidePosition position) => new(
        new TideStation(cells[0], cells[1], position, cells[4], Number(cells[5]), cells[8].Split(' ').Select(ReadConstituent)), cells[7], cells[6]);

    /// <summary>Such as M2:0.6206:290.5; names may hold brackets, never a colon.</summary>
    private static HarmonicConstant ReadConstituent(string text)
    {
        var parts = text.Split(':');
        return new(parts[0], Number(parts[1]), Number(parts[2]));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
