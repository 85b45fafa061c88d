using CarbonApp.Engine.Kelp.Tiles;

namespace CarbonApp.Web.Tests.Fakes;

/// <summary>Tiles with a shore and a bed on it, in a hue for each layer: enough to see which layer lies where.</summary>
internal static class FakeTiles
{
    private const int Side = 256;

    public static byte[] Draw(string layer, int z, int x, int y)
    {
        var (see, ground, bed) = layer switch
        {
            "rgb" => (new Rgba(0x14, 0x32, 0x46), new Rgba(0x8a, 0x80, 0x6a), new Rgba(0x2c, 0x40, 0x2c)),
            "false-color" => (new Rgba(0x0a, 0x14, 0x28), new Rgba(0xb4, 0x46, 0x3c), new Rgba(0xe6, 0x5a, 0x46)),
            "mask" => (new Rgba(0x56, 0xb4, 0xe9), new Rgba(0xa0, 0xa0, 0xa0), new Rgba(0x00, 0x9e, 0x73)),
            "cover" or "persistence" => (Rgba.Transparent, Rgba.Transparent, new Rgba(0x5e, 0xc9, 0x62)),
            _ => (new Rgba(0x44, 0x01, 0x54), new Rgba(0xfd, 0xe7, 0x25), new Rgba(0x21, 0x91, 0x8c)),
        };
        var pixels = new Rgba[Side * Side];
        for (var i = 0; i < pixels.Length; i++)
        {
            var lon = ((x + ((i % Side) / (double)Side)) / (1 << z) * 360) - 180;
            var north = (y + ((i / Side) / (double)Side)) / (1 << z);
            var lat = Math.Atan(Math.Sinh(Math.PI * (1 - (2 * north)))) * 180 / Math.PI;
            var shore = -121.914 + (0.006 * Math.Sin(lat * 260)) + (0.0015 * Math.Sin(lat * 1400));
            pixels[i] = lon > shore ? ground : lon < shore - 0.004 && lon > shore - 0.012 + (0.005 * Math.Sin(lat * 700)) ? bed : see;
        }

        return PngEncoder.Encode(pixels, Side, Side);
    }
}
