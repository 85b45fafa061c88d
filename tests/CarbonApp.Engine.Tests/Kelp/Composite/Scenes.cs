using CarbonApp.Engine.Kelp.Composite;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Tests.Kelp.Composite;

/// <summary>Dates that are seen in the source, and random ones.</summary>
internal static class Scenes
{
    /// <summary>Rows of one letter a pixel: '.' water, '1' to '9' and 'K' kelp of that many tenths or full cover, 'n' near-surface canopy of half cover, '#' land, 'd' falls
    /// dry, 'c' cloud, 's' shadow, 'g' glint, ' ' no data, 't' too deep.</summary>
    public static DatedScene Draw(string id, double? tide, params string[] rows) => new(
        id,
        id,
        new DateTimeOffset(2024, 6, 1, 18, 0, 0, TimeSpan.Zero).AddDays(int.Parse(id, System.Globalization.CultureInfo.InvariantCulture)),
        new SceneMap(rows[0].Length, rows.Length, [.. rows.SelectMany(r => r).Select(MaskOf)], [.. rows.SelectMany(r => r).Select(CoverOf)]),
        tide);

    public static RunMask All(DatedScene scene) => RunMask.Of([.. scene.Map.Mask.Select(_ => true)], scene.Map.Width, scene.Map.Height);

    public static string[] Show(SceneMap map) => [.. Enumerable.Range(0, map.Height).Select(row => string.Concat(Enumerable.Range(0, map.Width).Select(column =>
        Letter(map.Mask[(row * map.Width) + column], map.Cover[(row * map.Width) + column]))))];

    /// <summary>A few passes over an area of up to 12 × 12 pixels; every letter comes, kelp most at places where it grows.</summary>
    public static (DatedScene[] Passes, RunMask Area) Random(int seed)
    {
        var random = new Random(seed);
        var (width, height) = (random.Next(1, 13), random.Next(1, 13));
        bool[] bed = [.. Enumerable.Range(0, width * height).Select(_ => random.Next(3) > 0)];
        var passes = Enumerable.Range(0, random.Next(0, 9)).Select(pass => Draw(
            $"{random.Next(1_000) + (1_000 * pass)}",
            random.Next(4) == 0 ? null : Math.Round((random.NextDouble() * 4) - 0.5, 2),
            [.. Enumerable.Range(0, height).Select(row => string.Concat(Enumerable.Range(0, width).Select(column => Pixel(random, bed[(row * width) + column]))))])).ToArray();
        return (passes, RunMask.Of([.. bed.Select(_ => random.Next(8) > 0)], width, height));
    }

    private static char Pixel(Random random, bool isBed) => isBed && random.Next(10) < 6 ? "13579K"[random.Next(6)] : "....n#dcsg tK"[random.Next(13)];

    private static PixelMask MaskOf(char pixel) => pixel switch
    {
        '#' => PixelMask.Land,
        'd' => PixelMask.Intertidal,
        'c' => PixelMask.Cloud,
        's' => PixelMask.Shadow,
        'g' => PixelMask.Glint,
        ' ' => PixelMask.NoData,
        't' => PixelMask.TooDeep,
        'K' or (>= '1' and <= '9') => PixelMask.Kelp,
        _ => PixelMask.None,
    };

    private static byte CoverOf(char pixel) => pixel switch
    {
        'K' => SceneMap.FullCover,
        'n' => SceneMap.FullCover / 2,
        >= '1' and <= '9' => (byte)((pixel - '0') * SceneMap.FullCover / 10),
        _ => 0,
    };

    private static char Letter(PixelMask mask, byte cover) => (mask, cover) switch
    {
        (PixelMask.Kelp, SceneMap.FullCover) => 'K',
        (PixelMask.Kelp, _) => (char)('0' + (cover * 10 / SceneMap.FullCover)),
        (PixelMask.None, 0) => '.',
        (PixelMask.None, _) => 'n',
        (PixelMask.Land, _) => '#',
        (PixelMask.Intertidal, _) => 'd',
        (PixelMask.Cloud, _) => 'c',
        (PixelMask.Shadow, _) => 's',
        (PixelMask.Glint, _) => 'g',
        (PixelMask.NoData, _) => ' ',
        (PixelMask.TooDeep, _) => 't',
        _ => '?',
    };
}
