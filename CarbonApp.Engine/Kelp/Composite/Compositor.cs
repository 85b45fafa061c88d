using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>
/// Makes one picture of the best dates: canopy that is there on half of a pixel's clear dates, with the cover (median) of the two of them at the lowest tide;
/// what looks like land on more than 5 % of the low-tide dates falls dry and is no kelp. Without tides the best dates by score stand for the lowest.
/// </summary>
public static class Compositor
{
    /// <summary>Composes.</summary>
    /// <param name="passes">One scene per pass (<see cref="PassMosaic"/>), on one grid; may be none.</param>
    /// <param name="area">The area's pixels on that grid.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellationToken">Asked once a row.</param>
    /// <exception cref="ArgumentException">A map of another size than the area, two scenes of one pass, or a tide that is not finite.</exception>
    public static CompositeResult Compose(
        IReadOnlyList<DatedScene> passes, RunMask area, CompositeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(passes);
        ArgumentNullException.ThrowIfNull(area);
        Check(passes, area);
        options ??= new CompositeOptions();
        var rows = Rows(passes, area, options);
        var drawn = rows.Zip(passes).Where(pair => pair.First.IsUsed || pair.First.ValidShare is null or 0)
            .OrderBy(pair => pair.First.TideMetres ?? double.PositiveInfinity).ThenByDescending(pair => pair.First.Score).ThenBy(pair => pair.First.Time)
            .Select(pair => new DrawnPass(pair.Second.Map, pair.First.IsUsed, pair.First.IsLowTide, pair.First.TideMetres ?? double.NaN)).ToArray();
        return new CompositeResult(Draw(drawn, area, options, cancellationToken), rows);
    }

    private static PassRow[] Rows(IReadOnlyList<DatedScene> passes, RunMask area, CompositeOptions options)
    {
        double? lowest = passes.Min(pass => pass.TideMetres);
        PassRow[] rows = [.. passes.Select(pass => RowOf(pass, PassCounts.Of(pass.Map, area), lowest, options))];
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

    private static PassRow RowOf(DatedScene pass, PassCounts counts, double? lowest, CompositeOptions options)
    {
        var (surface, nearSurface) = CanopyArea.Of(counts);
        return new PassRow(
            pass.Id, pass.Pass, pass.Time, counts.Coverage, counts.ValidShare, pass.TideMetres, counts.Kelp, surface, nearSurface,
            PassScore.Of(pass, counts.Coverage, counts.ValidShare, lowest, options), IsUsed: false, IsLowTide: false);
    }

    private static CompositeMap Draw(DrawnPass[] passes, RunMask area, CompositeOptions options, CancellationToken cancellationToken)
    {
        var pixels = checked(area.Width * area.Height);
        var map = new CompositeMap(new SceneMap(area.Width, area.Height, new PixelMask[pixels], new byte[pixels]), new byte[pixels], new byte[pixels], new short[pixels]);
        map.Map.Mask.AsSpan().Fill(PixelMask.NoData);
        map.Persistence.AsSpan().Fill(CompositeMap.NoShare);
        map.TideCentimetres.AsSpan().Fill(CompositeMap.NoTide);
        Parallel.For(
            0,
            area.Height,
            new ParallelOptions { CancellationToken = cancellationToken },
            () => (Mask: new byte[area.Width], Cover: new byte[area.Width]),
            (row, _, any) =>
            {
                DrawRow(passes, area, row, map, options, any.Mask, any.Cover);
                return any;
            },
            _ => { });
        RemoveSmallBeds(map, options.LeastBedPixels, cancellationToken);
        return map;
    }

    private static void DrawRow(DrawnPass[] passes, RunMask area, int row, CompositeMap map, CompositeOptions options, byte[] anyMask, byte[] anyCover)
    {
        anyMask.AsSpan().Clear();
        anyCover.AsSpan().Clear();
        var start = row * area.Width;
        foreach (var pass in passes)
        {
            TensorPrimitives.BitwiseOr(anyMask, MemoryMarshal.AsBytes(pass.Map.Mask.AsSpan(start, area.Width)), anyMask);
            TensorPrimitives.BitwiseOr(anyCover, pass.Map.Cover.AsSpan(start, area.Width), anyCover);
        }

        foreach (var run in area.Runs(row))
        {
            for (var column = run.Start; column < run.End; column++)
            {
                // Nearly all pixels are water or hidden on every date: for them it is enough to count.
                var isWater = anyCover[column] == 0 && ((PixelMask)anyMask[column] & ~DatedScene.Hidden) == 0;
                if (!isWater || !DrawWater(passes, start + column, map))
                {
                    DrawPixel(passes, start + column, map, options);
                }
            }
        }
    }

    private static bool DrawWater(DrawnPass[] passes, int i, CompositeMap map)
    {
        var clear = 0;
        foreach (var pass in passes)
        {
            clear += pass.Map.Mask[i] == PixelMask.None ? 1 : 0;
        }

        if (clear > 0)
        {
            (map.Map.Mask[i], map.Persistence[i], map.ClearDates[i]) = (PixelMask.None, 0, (byte)Math.Min(clear, byte.MaxValue));
        }

        return clear > 0;
    }

    private static void DrawPixel(DrawnPass[] passes, int i, CompositeMap map, CompositeOptions options)
    {
        var dates = PixelDates.None;
        foreach (var pass in passes)
        {
            if (pass.IsUsed)
            {
                dates.Add(pass.Map.Mask[i], pass.Map.Cover[i], pass.IsLowTide, pass.TideMetres);
            }
            else
            {
                dates.AddHidden(pass.Map.Mask[i]);
            }
        }

        (map.Map.Mask[i], map.Map.Cover[i], map.TideCentimetres[i]) = dates.Result(options);
        map.Persistence[i] = dates.Persistence;
        map.ClearDates[i] = (byte)Math.Min(dates.Clear, byte.MaxValue);
    }

    /// <summary>What persists may be less than what any date showed: single pixels that are left of a bed are taken out with their cover.</summary>
    private static void RemoveSmallBeds(CompositeMap map, int leastPixels, CancellationToken cancellationToken)
    {
        var kelp = RunMask.Of(map.Map.Mask, map.Map.Width, map.Map.Height, PixelMask.Kelp);
        var small = ConnectedComponents.Find(kelp, Connectivity.EdgesAndCorners, cancellationToken).Keep(piece => piece.Pixels < leastPixels);
        for (var row = 0; row < small.Height; row++)
        {
            foreach (var run in small.Runs(row))
            {
                for (var i = (row * small.Width) + run.Start; i < (row * small.Width) + run.End; i++)
                {
                    map.Map.Mask[i] &= ~PixelMask.Kelp;
                    (map.Map.Cover[i], map.TideCentimetres[i]) = (0, CompositeMap.NoTide);
                }
            }
        }
    }

    private static void Check(IReadOnlyList<DatedScene> passes, RunMask area)
    {
        foreach (var pass in passes)
        {
            if ((pass.Map.Width, pass.Map.Height) != (area.Width, area.Height))
            {
                throw new ArgumentException($"{pass.Id} has {pass.Map.Width} × {pass.Map.Height} pixels, the area {area.Width} × {area.Height}; both have to be on one grid.", nameof(passes));
            }

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

    /// <summary>A pass that is used, or one that shows none of the sea and only says what hid it.</summary>
    private readonly record struct DrawnPass(SceneMap Map, bool IsUsed, bool IsLowTide, double TideMetres);
}
