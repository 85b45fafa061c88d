using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>The picture while it is drawn, strip by strip.</summary>
internal sealed class CompositeDrawing
{
    private readonly RunMask _area;
    private readonly CompositeOptions _options;

    public CompositeDrawing(RunMask area, CompositeOptions options)
    {
        (_area, _options) = (area, options);
        var pixels = checked(area.Width * area.Height);
        Map = new CompositeMap(new SceneMap(area.Width, area.Height, new PixelMask[pixels], new byte[pixels]), new byte[pixels], new byte[pixels], new short[pixels]);
        Map.Map.Mask.AsSpan().Fill(PixelMask.NoData);
        Map.Persistence.AsSpan().Fill(CompositeMap.NoShare);
        Map.TideCentimetres.AsSpan().Fill(CompositeMap.NoTide);
    }

    public CompositeMap Map { get; }

    /// <summary>Draws a strip.</summary>
    /// <param name="firstRow">Its first row.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="passes">Strips of the passes that are used, from the lowest tide up.</param>
    /// <param name="hiding">The same rows of those that are not and only hid.</param>
    /// <param name="cancellationToken">Asked once a row.</param>
    public void Draw(int firstRow, int rows, IReadOnlyList<DrawnPass> passes, HidingDates hiding, CancellationToken cancellationToken) => Parallel.For(
        0,
        rows,
        new ParallelOptions { CancellationToken = cancellationToken },
        () => (Mask: new byte[_area.Width], Cover: new byte[_area.Width]),
        (row, _, any) =>
        {
            DrawRow(passes, hiding, row, firstRow + row, any.Mask, any.Cover);
            return any;
        },
        _ => { });

    /// <summary>What persists may be less than what any date showed: single pixels that are left of a bed are taken out with their cover.</summary>
    public void RemoveSmallBeds(CancellationToken cancellationToken)
    {
        var kelp = RunMask.Of(Map.Map.Mask, Map.Map.Width, Map.Map.Height, PixelMask.Kelp);
        var small = ConnectedComponents.Find(kelp, Connectivity.EdgesAndCorners, cancellationToken).Keep(piece => piece.Pixels < _options.LeastBedPixels);
        for (var row = 0; row < small.Height; row++)
        {
            foreach (var run in small.Runs(row))
            {
                for (var i = (row * small.Width) + run.Start; i < (row * small.Width) + run.End; i++)
                {
                    Map.Map.Mask[i] &= ~PixelMask.Kelp;
                    (Map.Map.Cover[i], Map.TideCentimetres[i]) = (0, CompositeMap.NoTide);
                }
            }
        }
    }

    private void DrawRow(IReadOnlyList<DrawnPass> passes, HidingDates hiding, int stripRow, int row, byte[] anyMask, byte[] anyCover)
    {
        var (strip, start) = (stripRow * _area.Width, row * _area.Width);
        hiding.Any.Slice(strip, _area.Width).CopyTo(anyMask);
        anyCover.AsSpan().Clear();
        foreach (var pass in passes)
        {
            TensorPrimitives.BitwiseOr(anyMask, MemoryMarshal.AsBytes(pass.Strip.Mask.AsSpan(strip, _area.Width)), anyMask);
            TensorPrimitives.BitwiseOr(anyCover, pass.Strip.Cover.AsSpan(strip, _area.Width), anyCover);
        }

        foreach (var run in _area.Runs(row))
        {
            for (var column = run.Start; column < run.End; column++)
            {
                // Nearly all pixels are water or hidden on every date: for them it is enough to count.
                var isWater = anyCover[column] == 0 && ((PixelMask)anyMask[column] & ~DatedScene.Hidden) == 0;
                if (!isWater || !DrawWater(passes, strip + column, start + column))
                {
                    DrawPixel(passes, hiding, strip + column, start + column);
                }
            }
        }
    }

    private bool DrawWater(IReadOnlyList<DrawnPass> passes, int from, int to)
    {
        var clear = 0;
        foreach (var pass in passes)
        {
            clear += pass.Strip.Mask[from] == PixelMask.None ? 1 : 0;
        }

        if (clear > 0)
        {
            (Map.Map.Mask[to], Map.Persistence[to], Map.ClearDates[to]) = (PixelMask.None, 0, (byte)Math.Min(clear, byte.MaxValue));
        }

        return clear > 0;
    }

    private void DrawPixel(IReadOnlyList<DrawnPass> passes, HidingDates hiding, int from, int to)
    {
        var dates = PixelDates.None;
        var (all, any) = hiding.At(from);
        dates.AddHidden(all, any);
        foreach (var pass in passes)
        {
            dates.Add(pass.Strip.Mask[from], pass.Strip.Cover[from], pass.IsLowTide, pass.TideMetres);
        }

        (Map.Map.Mask[to], Map.Map.Cover[to], Map.TideCentimetres[to]) = dates.Result(_options);
        Map.Persistence[to] = dates.Persistence;
        Map.ClearDates[to] = (byte)Math.Min(dates.Clear, byte.MaxValue);
    }
}

/// <summary>Rows of a pass that is used; an unknown tide is NaN.</summary>
internal readonly record struct DrawnPass(SceneMap Strip, bool IsLowTide, double TideMetres);
