using System.Globalization;
using System.Runtime.InteropServices;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>Canopy by quarter over all passes, in the way of Kelpwatch (Bell et al. 2023): quarterly mean of each pixel over its clear dates, added up over the
/// pixels that ever had canopy. What the composite calls land or falling dry takes no part.</summary>
public static class QuarterlyCanopy
{
    /// <summary>Kelpwatch's columns, then ours.</summary>
    public const string CsvHeader = "year,quarter,kelp_area_m2,count_cells_kelp,count_cells_no_clouds,count_cells_historic_footprint,count_dates,tide_m";

    private const PixelMask NoSea = PixelMask.Land | PixelMask.Intertidal;

    /// <summary>One row per quarter with a pass, by time. Memory: a strip of one date, and some numbers for each of its pixels that ever had canopy.</summary>
    /// <param name="passes">All of them, not only those the composite used.</param>
    /// <param name="maps">Their maps, on the area's grid.</param>
    /// <param name="area">The area's pixels.</param>
    /// <param name="composite">Of these passes.</param>
    /// <param name="cancellationToken">Asked once a strip of a date.</param>
    public static async Task<IReadOnlyList<QuarterRow>> OfAsync(
        IReadOnlyList<PassFacts> passes, PassMaps maps, RunMask area, CompositeMap composite, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(passes);
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentNullException.ThrowIfNull(area);
        ArgumentNullException.ThrowIfNull(composite);
        QuarterSum[] quarters = [.. passes.GroupBy(pass => QuarterOf(pass.Time)).OrderBy(quarter => quarter.Key).Select(quarter => new QuarterSum(quarter.Key, [.. quarter]))];
        var footprint = 0L;
        foreach (var strip in passes.Any(pass => pass.Counts.Kelp > 0) ? maps.StripsOf(area.Height) : [])
        {
            var isBed = new bool[strip.Rows * area.Width];
            foreach (var pass in passes.Where(pass => pass.Counts.Kelp > 0))
            {
                AddKelp(await ReadAsync(pass), isBed);
            }

            var places = Places(isBed, area, strip.Row, strip.Rows, composite);
            footprint += places.Length;
            foreach (var quarter in places.Length > 0 ? quarters : [])
            {
                quarter.Begin(places);
                foreach (var pass in quarter.Passes)
                {
                    quarter.Add(await ReadAsync(pass), pass.TideMetres);
                }

                quarter.End();
            }

            ValueTask<SceneMap> ReadAsync(PassFacts pass) => maps.ReadAsync(pass.Pass, strip.Number, cancellationToken);
        }

        return [.. quarters.Select(quarter => quarter.ToRow(footprint))];
    }

    /// <summary>A row of the table; an unknown number is left empty.</summary>
    public static string ToCsv(QuarterRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Year},{row.Quarter},{row.Kelp?.SquareMetres:0.##},{row.KelpCells},{row.ClearCells},{row.FootprintCells},{row.Passes},{row.TideMetres:0.##}");
    }

    private static (int Year, int Quarter) QuarterOf(DateTimeOffset time) => (time.UtcDateTime.Year, ((time.UtcDateTime.Month - 1) / 3) + 1);

    private static void AddKelp(SceneMap strip, bool[] isBed)
    {
        var bytes = MemoryMarshal.AsBytes(strip.Mask.AsSpan());
        for (var i = 0; i < bytes.Length; i++)
        {
            // Most of most dates has no canopy: on to the next pixel that may have.
            var next = bytes[i..].IndexOfAnyInRange((byte)PixelMask.Kelp, byte.MaxValue);
            if (next < 0)
            {
                return;
            }

            i += next;
            isBed[i] |= IsKelp(strip.Mask[i]);
        }
    }

    /// <summary>Pixels of a strip, counted from its first, that are in the footprint.</summary>
    private static int[] Places(bool[] isBed, RunMask area, int firstRow, int rows, CompositeMap composite)
    {
        var places = new List<int>();
        for (var row = 0; row < rows; row++)
        {
            foreach (var run in area.Runs(firstRow + row))
            {
                for (var column = run.Start; column < run.End; column++)
                {
                    var i = (row * area.Width) + column;
                    if (isBed[i] && (composite.Map.Mask[i + (firstRow * area.Width)] & NoSea) == 0)
                    {
                        places.Add(i);
                    }
                }
            }
        }

        return [.. places];
    }

    internal static bool IsKelp(PixelMask mask) => (mask & (DatedScene.Hidden | PixelMask.Kelp)) == PixelMask.Kelp;
}
