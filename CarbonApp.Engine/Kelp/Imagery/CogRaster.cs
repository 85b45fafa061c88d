using System.Numerics;

namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>A raster to be written.</summary>
/// <typeparam name="T">byte, sbyte, ushort, short, uint, int, float or double.</typeparam>
/// <param name="Width">Columns, 1 to <see cref="TiffLimits.MaxSide"/>.</param>
/// <param name="Height">Rows, likewise.</param>
/// <param name="Samples">Band after band, each row after row.</param>
/// <param name="Bands">Bands, 1 to <see cref="TiffLimits.MaxBands"/>.</param>
/// <param name="Transform">From pixel corners to coordinates; null leaves the raster without a place.</param>
/// <param name="Epsg">Code of the coordinates' system; null when unknown.</param>
/// <param name="NoData">The sample that means "no data"; NaN for floats; null when every sample is data.</param>
public sealed record CogRaster<T>(
    int Width, int Height, ReadOnlyMemory<T> Samples, int Bands = 1, GeoTransform? Transform = null, int? Epsg = null, double? NoData = null)
    where T : unmanaged, INumber<T>;
