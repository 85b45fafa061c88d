namespace CarbonApp.Engine.Kelp.Carbon;

/// <summary>What is known of a constant: how likely each value is.</summary>
public abstract record Distribution
{
    private Distribution()
    {
    }

    /// <summary>The value below which the share <paramref name="probability"/> lies.</summary>
    /// <param name="probability">In (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not inside (0, 1).</exception>
    public double Quantile(double probability) => Quantile(probability, double.NaN);

    /// <summary>As <see cref="Quantile(double)"/>; a value known to be near makes an iterative case faster, never different beyond 1e-12.</summary>
    internal double Quantile(double probability, double near) => probability is > 0 and < 1
        ? QuantileInside(probability, near)
        : throw new ArgumentOutOfRangeException(nameof(probability), probability, "Must lie between 0 and 1, both excluded.");

    private protected abstract double QuantileInside(double probability, double near);

    /// <summary>One value, known exactly.</summary>
    /// <param name="Value">Finite.</param>
    public sealed record Exactly(double Value) : Distribution
    {
        private protected override double QuantileInside(double probability, double near) => Value;
    }

    /// <summary>Any value between two ends, all alike.</summary>
    /// <param name="Low">Lowest.</param>
    /// <param name="High">Highest.</param>
    public sealed record Uniform(double Low, double High) : Distribution
    {
        private protected override double QuantileInside(double probability, double near) => Low + (probability * (High - Low));
    }

    /// <summary>The bell curve.</summary>
    /// <param name="Mean">Its centre.</param>
    /// <param name="Deviation">Standard deviation, zero or more.</param>
    public sealed record Normal(double Mean, double Deviation) : Distribution
    {
        private protected override double QuantileInside(double probability, double near) => Mean + (Deviation * NormalQuantile.At(probability));
    }

    /// <summary>A value whose logarithm is normal; with two spreads, one either side of the median, where published ends are lopsided.</summary>
    /// <param name="Median">More than zero.</param>
    /// <param name="LogDeviationBelow">Standard deviation of the natural logarithm below the median.</param>
    /// <param name="LogDeviationAbove">The same above it.</param>
    public sealed record Lognormal(double Median, double LogDeviationBelow, double LogDeviationAbove) : Distribution
    {
        /// <summary>With one spread.</summary>
        public Lognormal(double median, double logDeviation)
            : this(median, logDeviation, logDeviation)
        {
        }

        private protected override double QuantileInside(double probability, double near)
        {
            var z = NormalQuantile.At(probability);
            return Median * Math.Exp(z * (z < 0 ? LogDeviationBelow : LogDeviationAbove));
        }
    }

    /// <summary>A share: beta distributed.</summary>
    public sealed record Beta : Distribution
    {
        private readonly BetaFunction _function;

        /// <summary>From what studies report.</summary>
        /// <param name="mean">In (0, 1).</param>
        /// <param name="precision">Sum of both shape parameters; variance is mean·(1 − mean)/(precision + 1).</param>
        /// <exception cref="ArgumentOutOfRangeException">One of the shape parameters would be 1 or less: that is not a humped share.</exception>
        public Beta(double mean, double precision)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(mean * precision, 1, nameof(mean));
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual((1 - mean) * precision, 1, nameof(mean));
            (Mean, Precision, _function) = (mean, precision, new BetaFunction(mean * precision, (1 - mean) * precision));
        }

        /// <summary>In (0, 1).</summary>
        public double Mean { get; }

        /// <summary>Sum of both shape parameters.</summary>
        public double Precision { get; }

        private protected override double QuantileInside(double probability, double near) =>
            _function.Quantile(probability, near is > 0 and < 1 ? near : Mean);
    }

    /// <summary>Rises in a straight line from the lowest to the likeliest value and falls to the highest.</summary>
    /// <param name="Low">Lowest.</param>
    /// <param name="Mode">Likeliest.</param>
    /// <param name="High">Highest.</param>
    public sealed record Triangular(double Low, double Mode, double High) : Distribution
    {
        private protected override double QuantileInside(double probability, double near)
        {
            var atMode = (Mode - Low) / (High - Low);
            return probability <= atMode
                ? Low + Math.Sqrt(probability * (High - Low) * (Mode - Low))
                : High - Math.Sqrt((1 - probability) * (High - Low) * (High - Mode));
        }
    }
}
