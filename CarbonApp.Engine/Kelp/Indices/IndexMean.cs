namespace CarbonApp.Engine.Kelp.Indices;

/// <summary>Mean and spread of an index, pixel by pixel. Only pixels that the index says something of count (<see cref="SpectralIndex.Tells"/>), and there
/// is no mean where they are less than half of what was seen: it would be one of the surf and not of the sea.</summary>
/// <param name="index">The index.</param>
public sealed class IndexMean(SpectralIndex index)
{
    private long _seen;
    private double _mean;
    private double _squares;

    /// <summary>Pixels that count.</summary>
    public long Pixels { get; private set; }

    /// <summary>Their mean; NaN where less than half of the pixels count.</summary>
    public double Mean => IsKnown ? _mean : double.NaN;

    /// <summary>Their standard deviation; NaN with the mean.</summary>
    public double StandardDeviation => IsKnown ? Math.Sqrt(_squares / Pixels) : double.NaN;

    private bool IsKnown => Pixels > 0 && 2 * Pixels >= _seen;

    /// <summary>Takes a pixel; one without data is as if it were not there.</summary>
    /// <param name="reflectances">In the order of <see cref="SpectralIndex.Bands"/>.</param>
    public void Add(ReadOnlySpan<float> reflectances)
    {
        var value = index.Compute(reflectances);
        if (float.IsNaN(value))
        {
            return;
        }

        _seen++;
        if (index.Tells(reflectances))
        {
            // Welford's running mean: exact enough for any number of pixels.
            var off = value - _mean;
            _mean += off / ++Pixels;
            _squares += off * (value - _mean);
        }
    }
}
