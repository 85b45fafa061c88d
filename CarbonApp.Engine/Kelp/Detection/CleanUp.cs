using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>Small objects out, small holes closed. Nothing is opened: that would eat narrow beds.</summary>
internal static class CleanUp
{
    /// <summary>Takes objects of fewer pixels out of the mask, 8 neighbours counting as connected, and their cover with them.</summary>
    public static void RemoveSmall(BitMask mask, int fewestPixels, byte[]? cover)
    {
        var components = BitComponents.Of(mask, diagonally: true);
        foreach (var run in components.Runs)
        {
            if (components.Pixels[run.Component] < fewestPixels)
            {
                for (var column = run.Start; column < run.End; column++)
                {
                    mask[column, run.Row] = false;
                }

                cover?.AsSpan((run.Row * mask.Width) + run.Start, run.Length).Clear();
            }
        }
    }

    /// <summary>Adds holes of at most so many pixels that were searched, so are water and not cloud; their cover is the mean round them.</summary>
    public static void FillHoles(BitMask mask, int mostPixels, SceneMap map)
    {
        if (mostPixels == 0 || mask.IsEmpty)
        {
            return;
        }

        var outside = new BitMask(mask.Width, mask.Height);
        for (var row = 0; row < mask.Height; row++)
        {
            var from = mask.Row(row);
            var to = outside.Row(row);
            for (var word = 0; word < to.Length; word++)
            {
                to[word] = ~from[word];
            }

            to[^1] &= mask.LastWordBits;
        }

        var components = BitComponents.Of(outside, diagonally: false);
        var holes = components.Runs
            .Where(run => components.Pixels[run.Component] <= mostPixels)
            .GroupBy(run => run.Component)
            .Where(hole => hole.All(run => IsInside(run, mask) && IsSearched(run, map)))
            .SelectMany(hole => hole).ToList();
        foreach (var run in holes)
        {
            for (var column = run.Start; column < run.End; column++)
            {
                map.Cover[run.Row * mask.Width + column] = MeanRound(column, run.Row, mask, map.Cover);
            }
        }

        foreach (var run in holes)
        {
            for (var column = run.Start; column < run.End; column++)
            {
                mask[column, run.Row] = true;
            }
        }
    }

    /// <summary>Sets <see cref="PixelMask.Kelp"/> where the mask is.</summary>
    public static void SetKelp(BitMask mask, SceneMap map)
    {
        foreach (var run in BitComponents.Of(mask, diagonally: false).Runs)
        {
            foreach (ref var flags in map.Mask.AsSpan(run.Row * map.Width + run.Start, run.Length))
            {
                flags |= PixelMask.Kelp;
            }
        }
    }

    private static bool IsInside(ComponentRun run, BitMask mask) => run.Start > 0 && run.End < mask.Width && run.Row > 0 && run.Row < mask.Height - 1;

    private static bool IsSearched(ComponentRun run, SceneMap map) =>
        map.Mask.AsSpan(run.Row * map.Width + run.Start, run.Length).IndexOfAnyExcept(PixelMask.None, PixelMask.Glint) < 0;

    private static byte MeanRound(int column, int row, BitMask mask, byte[] cover)
    {
        var (sum, count) = (0, 0);
        for (var y = row - 1; y <= row + 1; y++)
        {
            for (var x = column - 1; x <= column + 1; x++)
            {
                if (mask[x, y])
                {
                    sum += cover[y * mask.Width + x];
                    count++;
                }
            }
        }

        return (byte)((sum + count / 2) / count);
    }
}
