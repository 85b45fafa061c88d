using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Water;

namespace CarbonApp.Engine.Tests.Kelp.Detection;

/// <summary>The test of docs/methods/detection.md as it reads, for one pixel.</summary>
internal static class ReferenceTest
{
    public readonly record struct Answer(bool Surface, bool NearSurface, bool Glint, bool Trace, byte Cover);

    public static Answer Pixel(TestBands bands, WaterModel model, DetectionGates gates, DetectorOptions options, int column, int row)
    {
        if (Water(model, column, row) is not { } water)
        {
            return default;
        }

        var (target, d) = (options.Canopy.ToArray(), new float[TestBands.Count]);
        for (var band = 0; band < d.Length; band++)
        {
            d[band] = bands.Reflectance(band, column, row) - water[WaterBlock.Mean + band];
            target[band] = bands.Has[band] ? target[band] : 0;
        }

        var weight = options.Wavelengths.FaiWeight;
        var (b05, b06) = (bands.Reflectance(TestBands.B05, column, row), bands.Reflectance(TestBands.B06, column, row));
        var (hasB05, hasB06, hasB11) = (bands.Has[TestBands.B05], bands.Has[TestBands.B06], bands.Has[TestBands.B11]);
        var fai = d[TestBands.B08] - d[TestBands.B04] - (d[TestBands.B11] - d[TestBands.B04]) * weight;
        var high = fai >= MathF.Max(gates.FaiFloor, gates.FaiSigmas * water[WaterBlock.FaiSigma]);
        var dark = d[TestBands.B11] <= gates.B11Share * d[TestBands.B08] + gates.B11Floor;
        var glint = hasB11 && !dark && d[TestBands.B11] > gates.GlintB11;
        var surface = high && dark;
        surface &= !hasB06 || d[TestBands.B06] - d[TestBands.B04] >= MathF.Max(gates.KdFloor, gates.KdSigmas * water[WaterBlock.KdSigma]);
        var floored = MathF.Max(b06, 0.005f);
        surface &= !(hasB05 && hasB06) || (b05 > gates.LowestEdgeRatio * floored && b05 < gates.HighestEdgeRatio * floored);
        var near = hasB05 && hasB06 && !high && dark
            && b06 - b05 >= (water[WaterBlock.Ndre] + MathF.Max(gates.NearSurfaceFloor, gates.NearSurfaceSigmas * water[WaterBlock.NdreSigma])) * MathF.Max(b06 + b05, 0.01f);

        var f = 0f;
        foreach (var band in new[] { TestBands.B04, TestBands.B05, TestBands.B06, TestBands.B08, TestBands.B11 })
        {
            f = band == TestBands.B04 ? d[band] * water[WaterBlock.Filter + band] : f + d[band] * water[WaterBlock.Filter + band];
        }

        surface &= f >= gates.FilterSigmas * water[WaterBlock.FilterSigma];
        var (residual, explained) = (0f, 0f);
        for (var band = 0; band < d.Length; band++)
        {
            residual += (d[band] - f * target[band]) * (d[band] - f * target[band]);
            explained += target[band] * target[band];
        }

        surface &= residual < f * f * (gates.Residual * gates.Residual * explained);
        var pure = options.Canopy.B08 - options.Canopy.B04 - ((hasB11 ? options.Canopy.B11 : 0) - options.Canopy.B04) * weight;
        var cover = Math.Clamp(0.5f * f + fai * (0.5f / pure), 0, 1);
        var trace = surface && cover < 0.1f;
        var mapped = surface && !trace;
        return new Answer(mapped, near, glint, trace, mapped || near ? (byte)Math.Max(1, (int)(cover * 250 + 0.5f)) : (byte)0);
    }

    /// <summary>Bilinear between the four middles round the pixel; unknown ones take the mean of the known. Blocks under 16 pixels are even.</summary>
    private static float[]? Water(WaterModel model, int column, int row)
    {
        if (model.Side < 16)
        {
            return model.IsKnownAt(column, row) ? model.Block(column / model.Side, row / model.Side).ToArray() : null;
        }

        var (left, upper) = (FloorDiv(2 * column + 1 - model.Side, 2 * model.Side), FloorDiv(2 * row + 1 - model.Side, 2 * model.Side));
        var corners = new[] { (0, 0), (1, 0), (0, 1), (1, 1) }
            .Select(corner => (Math.Clamp(left + corner.Item1, 0, model.Across - 1), Math.Clamp(upper + corner.Item2, 0, model.Down - 1)))
            .Select(at => model.IsKnown(at.Item1, at.Item2) ? model.Block(at.Item1, at.Item2).ToArray() : null).ToArray();
        var known = corners.OfType<float[]>().ToArray();
        if (known.Length == 0)
        {
            return null;
        }

        var means = Enumerable.Range(0, WaterBlock.Length).Select(i => known.Aggregate(0f, (sum, block) => sum + block[i]) / known.Length).ToArray();
        var down = (row + 0.5f) / model.Side - 0.5f - upper;
        var across = column - (left * model.Side + model.Side / 2) + 0.5f;
        return [.. Enumerable.Range(0, WaterBlock.Length).Select(i =>
        {
            var (a, b, c, d) = ((corners[0] ?? means)[i], (corners[1] ?? means)[i], (corners[2] ?? means)[i], (corners[3] ?? means)[i]);
            var (west, east) = (a + (c - a) * down, b + (d - b) * down);
            return west + (east - west) / model.Side * across;
        })];
    }

    private static int FloorDiv(int a, int b) => (int)Math.Floor((double)a / b);
}
