using CarbonApp.Engine.Kelp.Masks;

namespace CarbonApp.Engine.Tests.Kelp.Masks;

/// <summary>Masks that are seen in the source, and random ones.</summary>
internal static class Pixels
{
    /// <summary>Rows of '#' (set) and anything else.</summary>
    public static RunMask Draw(params string[] rows) =>
        RunMask.Of([.. rows.SelectMany(row => row.Select(pixel => pixel == '#'))], rows[0].Length, rows.Length);

    public static string[] Show(RunMask mask) =>
        [.. Enumerable.Range(0, mask.Height).Select(row => string.Concat(Enumerable.Range(0, mask.Width).Select(column => mask.Contains(column, row) ? '#' : '.')))];

    /// <summary>Any size from 1 to 24, any density: thin ones make islands, dense ones holes.</summary>
    public static RunMask Random(int seed)
    {
        var random = new Random(seed);
        var (width, height, density) = (random.Next(1, 25), random.Next(1, 25), random.NextDouble());
        return RunMask.Of([.. Enumerable.Range(0, width * height).Select(_ => random.NextDouble() < density)], width, height);
    }

    /// <summary>The pieces by flood fill: for each pixel the index of its piece's first pixel, −1 where not set.</summary>
    public static int[] Flood(bool[] set, int width, int height, bool withCorners)
    {
        var first = new int[set.Length];
        first.AsSpan().Fill(-1);
        for (var start = 0; start < set.Length; start++)
        {
            var open = new Stack<int>(set[start] && first[start] < 0 ? [start] : []);
            while (open.TryPop(out var at))
            {
                first[at] = start;
                foreach (var next in Neighbours(at, width, height, withCorners).Where(n => set[n] && first[n] < 0))
                {
                    open.Push(next);
                }
            }
        }

        return first;
    }

    private static IEnumerable<int> Neighbours(int at, int width, int height, bool withCorners) =>
        from down in Enumerable.Range(-1, 3)
        from right in Enumerable.Range(-1, 3)
        where withCorners || down == 0 || right == 0
        let column = (at % width) + right
        let row = (at / width) + down
        where column >= 0 && column < width && row >= 0 && row < height
        select (row * width) + column;
}
