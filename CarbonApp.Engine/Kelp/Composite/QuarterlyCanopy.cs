using System.Globalization;
using System.Numerics.Tensors;
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

    /// <summary>One row per quarter with a pass, by time.</summary>
    /// <param name="passes">All of them, not only those the composite used.</param>
    /// <param name="area">The area's pixels.</param>
    /// <param name="composite">Of these passes.</param>
    /// <param name="cancellationToken">Asked once a quarter.</param>
    public static IReadOnlyList<QuarterRow> Of(
        IReadOnlyList<DatedScene> passes, RunMask area, CompositeMap composite, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(passes);
        ArgumentNullException.ThrowIfNull(area);
        ArgumentNullException.ThrowIfNull(composite);
        var footprint = Footprint(passes, area, composite);
        return [.. passes.GroupBy(pass => QuarterOf(pass.Time)).OrderBy(quarter => quarter.Key).Select(quarter =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return RowOf(quarter.Key, [.. quarter], footprint, area);
        })];
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

    private static int[] Footprint(IReadOnlyList<DatedScene> passes, RunMask area, CompositeMap composite)
    {
        var places = new List<int>();
        var any = new byte[area.Width];
        for (var row = 0; row < area.Height; row++)
        {
            // Most rows of most dates have no canopy: all dates in one look.
            any.AsSpan().Clear();
            foreach (var pass in passes)
            {
                TensorPrimitives.BitwiseOr(any, MemoryMarshal.AsBytes(pass.Map.Mask.AsSpan(row * area.Width, area.Width)), any);
            }

            foreach (var run in any.AsSpan().ContainsAnyInRange((byte)PixelMask.Kelp, byte.MaxValue) ? area.Runs(row) : [])
            {
                for (var i = (row * area.Width) + run.Start; i < (row * area.Width) + run.End; i++)
                {
                    if ((composite.Map.Mask[i] & NoSea) == 0 && passes.Any(pass => IsKelp(pass.Map.Mask[i])))
                    {
                        places.Add(i);
                    }
                }
            }
        }

        return [.. places];
    }

    private static QuarterRow RowOf((int Year, int Quarter) quarter, DatedScene[] passes, int[] footprint, RunMask area)
    {
        var (clearCells, kelpCells, kelp) = (0L, 0L, 0.0);
        var (withTide, timesTide) = (0.0, 0.0);
        foreach (var i in footprint)
        {
            var clear = passes.Count(pass => (pass.Map.Mask[i] & DatedScene.Hidden) == 0);
            var cover = 0.0;
            foreach (var pass in passes.Where(pass => IsKelp(pass.Map.Mask[i])))
            {
                cover += (double)pass.Map.Cover[i] / clear;
                withTide += pass.TideMetres is null ? 0 : (double)pass.Map.Cover[i] / clear;
                timesTide += (pass.TideMetres ?? 0) * pass.Map.Cover[i] / clear;
            }

            clearCells += clear > 0 ? 1 : 0;
            kelpCells += cover > 0 ? 1 : 0;
            kelp += cover;
        }

        // Where kelp never grew, none is a measurement as soon as any of the sea was seen.
        var isSeen = footprint.Length > 0 ? clearCells > 0 : passes.Any(pass => PassCounts.Of(pass.Map, area).SeaSeen > 0);
        return new QuarterRow(
            quarter.Year, quarter.Quarter, isSeen ? CanopyArea.OfCover(kelp) : null, kelpCells, clearCells, footprint.Length,
            passes.Length, withTide > 0 ? timesTide / withTide : null);
    }

    private static bool IsKelp(PixelMask mask) => (mask & (DatedScene.Hidden | PixelMask.Kelp)) == PixelMask.Kelp;
}
