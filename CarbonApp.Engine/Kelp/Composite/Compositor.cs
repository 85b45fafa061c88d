using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>
/// Makes one picture of the best dates: canopy that is there on half of a pixel's clear dates, with the cover (median) of the two of them at the lowest tide;
/// what looks like land on more than 5 % of the low-tide dates falls dry and is no kelp. Without tides the best dates by score stand for the lowest.
/// </summary>
public static class Compositor
{
    /// <summary>Composes. Memory: six bytes a pixel for the result, and a strip of at most <see cref="CompositeOptions.MostPasses"/> dates, however many there are.</summary>
    /// <param name="passes">One for each pass (<see cref="PassMosaic"/>); may be none.</param>
    /// <param name="maps">Their maps, on the area's grid.</param>
    /// <param name="area">The area's pixels on that grid.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellationToken">Asked once a row.</param>
    /// <exception cref="ArgumentException">A map of another size than the area, two scenes of one pass, or a tide that is not finite.</exception>
    public static async Task<CompositeResult> ComposeAsync(
        IReadOnlyList<PassFacts> passes, PassMaps maps, RunMask area, CompositeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(passes);
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentNullException.ThrowIfNull(area);
        Check(passes);
        options ??= new CompositeOptions();
        var rows = Rows(passes, options);
        PassRow[] used = [.. rows.Where(row => row.IsUsed).OrderBy(row => row.TideMetres ?? double.PositiveInfinity).ThenByDescending(row => row.Score).ThenBy(row => row.Time)];
        var drawing = new CompositeDrawing(area, options);
        foreach (var strip in maps.StripsOf(area.Height))
        {
            var (drawn, hiding) = (new DrawnPass[used.Length], new HidingDates(strip.Rows * area.Width));
            foreach (var (i, row) in used.Index())
            {
                drawn[i] = new DrawnPass(await ReadAsync(row), row.IsLowTide, row.TideMetres ?? double.NaN);
            }

            foreach (var row in rows.Where(row => !row.IsUsed && row.ValidShare is null or 0))
            {
                hiding.Add(await ReadAsync(row));
            }

            drawing.Draw(strip.Row, strip.Rows, drawn, hiding, cancellationToken);

            async ValueTask<SceneMap> ReadAsync(PassRow row) => Checked(await maps.ReadAsync(row.Pass, strip.Number, cancellationToken), row, strip.Rows, area);
        }

        drawing.RemoveSmallBeds(cancellationToken);
        return new CompositeResult(drawing.Map, rows);
    }

    private static PassRow[] Rows(IReadOnlyList<PassFacts> passes, CompositeOptions options)
    {
        double? lowest = passes.Min(pass => pass.TideMetres);
        PassRow[] rows = [.. passes.Select(pass => RowOf(pass, lowest, options))];
        var best = rows.Where(row => row.Score > 0).OrderByDescending(row => row.Score).ThenBy(row => row.Time).Take(options.MostPasses).ToHashSet();
        // The lower half of the tides that are known; all dates where none is.
        var tides = best.Where(row => row.TideMetres is not null).Select(row => row.TideMetres!.Value).Order().ToArray();
        double? highestLow = tides.Length == 0 ? null : tides[(tides.Length - 1) / 2];
        return Array.ConvertAll(rows, row => row with
        {
            IsUsed = best.Contains(row),
            IsLowTide = best.Contains(row) && (highestLow is null || row.TideMetres <= highestLow),
        });
    }

    private static PassRow RowOf(PassFacts pass, double? lowest, CompositeOptions options)
    {
        var counts = pass.Counts;
        var (surface, nearSurface) = CanopyArea.Of(counts);
        return new PassRow(
            pass.Id, pass.Pass, pass.Time, counts.Coverage, counts.ValidShare, pass.TideMetres, counts.Kelp, surface, nearSurface,
            PassScore.Of(pass, lowest, options), IsUsed: false, IsLowTide: false);
    }

    private static SceneMap Checked(SceneMap strip, PassRow pass, int rows, RunMask area) => (strip.Width, strip.Height) == (area.Width, rows)
        ? strip
        : throw new ArgumentException($"A strip of {pass.Id} has {strip.Width} × {strip.Height} pixels, the area {area.Width} × {rows}; both have to be on one grid.", nameof(strip));

    private static void Check(IReadOnlyList<PassFacts> passes)
    {
        foreach (var pass in passes)
        {
            if (pass.TideMetres is { } tide && !double.IsFinite(tide))
            {
                throw new ArgumentException($"The tide of {pass.Id} is {tide} m; it has to be finite, or null where unknown.", nameof(passes));
            }
        }

        if (passes.GroupBy(pass => pass.Pass, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Pass {twice.Key} has {twice.Count()} scenes, and its canopy would count that often; merge them with {nameof(PassMosaic)} first.", nameof(passes));
        }
    }
}
