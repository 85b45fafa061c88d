using System.Numerics;

namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>Rasters of half the size, for reading at a smaller scale.</summary>
internal static class Overviews
{
    /// <summary>Half the size, rounded up, so that a single last column or row is kept.</summary>
    public static CogRaster<T> Halve<T>(CogRaster<T> raster, OverviewResampling resampling)
        where T : unmanaged, INumber<T>
    {
        var (width, height) = ((raster.Width + 1) / 2, (raster.Height + 1) / 2);
        var halved = new T[(long)width * height * raster.Bands];
        T? noData = raster.NoData is { } value ? T.CreateSaturating(value) : null;
        for (var row = 0; row < height * raster.Bands; row++)
        {
            var (band, y) = Math.DivRem(row, height);
            var source = raster.Samples.Span.Slice(band * raster.Width * raster.Height, raster.Width * raster.Height);
            var upper = source.Slice(2 * y * raster.Width, raster.Width);
            var lower = 2 * y + 1 < raster.Height ? source.Slice((2 * y + 1) * raster.Width, raster.Width) : [];
            var target = halved.AsSpan(row * width, width);
            for (var x = 0; x < width; x++)
            {
                target[x] = resampling == OverviewResampling.Nearest ? upper[2 * x] : Mean(upper, lower, 2 * x, noData);
            }
        }

        return raster with { Width = width, Height = height, Samples = halved };
    }

    private static T Mean<T>(ReadOnlySpan<T> upper, ReadOnlySpan<T> lower, int x, T? noData)
        where T : unmanaged, INumber<T>
    {
        var (sum, count) = (0.0, 0);
        Add(upper);
        Add(lower);
        var mean = sum / count;
        return count == 0 ? noData ?? T.CreateSaturating(double.NaN) : T.CreateSaturating(T.IsInteger(T.CreateSaturating(0.5)) ? Math.Floor(mean + 0.5) : mean);

        void Add(ReadOnlySpan<T> row)
        {
            for (var i = x; i < Math.Min(x + 2, row.Length); i++)
            {
                if (!T.IsNaN(row[i]) && row[i] != noData)
                {
                    sum += double.CreateChecked(row[i]);
                    count++;
                }
            }
        }
    }
}
