using CarbonApp.Engine.Kelp.Tiles;

namespace CarbonApp.Api.Kelp.Tiles;

/// <summary>Writes DEMO into a picture, so that it says so wherever it ends up.</summary>
internal static class DemoMark
{
    private const int Margin = 6;
    private static readonly Rgba Ink = new(0xA3, 0x26, 0x0F);
    private static readonly Rgba Paper = new(0xFF, 0xFF, 0xFF);

    /// <summary>D, E, M, O in five columns of seven rows, row after row.</summary>
    private static readonly string[] Rows =
    [
        "####. ##### #...# .###.",
        "#...# #.... ##.## #...#",
        "#...# #.... #.#.# #...#",
        "#...# ####. #...# #...#",
        "#...# #.... #...# #...#",
        "#...# #.... #...# #...#",
        "####. ##### #...# .###.",
    ];

    /// <summary>Marks the lower left corner; a picture that is too small for the word is framed instead.</summary>
    public static void Draw(Rgba[] pixels, int width, int height)
    {
        var scale = Math.Max(1, Math.Min(width / 100, height / 30));
        var (wide, high) = ((Rows[0].Length + 2) * scale, (Rows.Length + 2) * scale);
        if (wide + Margin > width || high + Margin > height)
        {
            Frame(pixels, width, height);
            return;
        }

        var top = height - Margin - high;
        for (var y = 0; y < high; y++)
        {
            for (var x = 0; x < wide; x++)
            {
                var (column, row) = ((x / scale) - 1, (y / scale) - 1);
                var isInk = row >= 0 && row < Rows.Length && column >= 0 && column < Rows[0].Length && Rows[row][column] == '#';
                pixels[((top + y) * width) + Margin + x] = isInk ? Ink : Paper;
            }
        }
    }

    private static void Frame(Rgba[] pixels, int width, int height)
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            var (y, x) = Math.DivRem(i, width);
            if (x == 0 || y == 0 || x == width - 1 || y == height - 1)
            {
                pixels[i] = Ink;
            }
        }
    }
}
