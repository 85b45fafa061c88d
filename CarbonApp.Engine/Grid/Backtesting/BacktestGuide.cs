using CarbonApp.Engine.Grid.Forecasting;

namespace CarbonApp.Engine.Grid.Backtesting;

/// <summary>What is believed at a release of the slots to come, gCO2eq/kWh; NaN for a slot that must not be chosen because it was never measured.</summary>
internal abstract class BacktestGuide
{
    private BacktestGuide()
    {
    }

    /// <summary>Beliefs about the slots from <paramref name="first"/>, at most until <paramref name="end"/>; fewer where they do not reach so far. Valid until the next call.</summary>
    public abstract ReadOnlySpan<double> At(int first, int end);

    /// <summary>The same beliefs at every release, so that neighbouring windows can share their work.</summary>
    public sealed class Fixed(double[] values) : BacktestGuide
    {
        public double[] Values => values;

        public override ReadOnlySpan<double> At(int first, int end) => values.AsSpan(first, end - first);

        /// <summary>The truth and normal errors.</summary>
        public static Fixed WithNoise(BacktestSeries series, double error, double[] normals)
        {
            var scale = error * series.Mean;
            var noisy = series.Values.ToArray();
            for (var i = 0; i < noisy.Length; i++)
            {
                noisy[i] += scale * normals[i];
            }

            return new Fixed(noisy);
        }
    }

    /// <summary>Beliefs that depend on the release and see nothing behind it.</summary>
    public abstract class Issued(BacktestSeries series) : BacktestGuide
    {
        private readonly double[] _buffer = new double[(int)(RollingForecaster.Horizon.Ticks / series.Slot.Ticks)];

        protected BacktestSeries Series => series;

        public override ReadOnlySpan<double> At(int first, int end)
        {
            var beliefs = _buffer.AsSpan(0, Math.Min(end - first, _buffer.Length));
            if (!TryFill(first, beliefs))
            {
                return [];
            }

            for (var i = 0; i < beliefs.Length; i++)
            {
                beliefs[i] = double.IsNaN(series.Array[first + i]) ? double.NaN : beliefs[i];
            }

            return beliefs;
        }

        /// <summary>Fills in beliefs from slot <paramref name="first"/> on; false where too little was known.</summary>
        protected abstract bool TryFill(int first, Span<double> beliefs);
    }

    /// <summary>As 24 h before, over and over.</summary>
    public sealed class Persistence(BacktestSeries series) : Issued(series)
    {
        protected override bool TryFill(int first, Span<double> beliefs)
        {
            var day = Series.SlotsPerDay;
            for (var i = 0; i < beliefs.Length; i++)
            {
                beliefs[i] = i < day ? Series.At(first - day + i) : beliefs[i - day];
            }

            return true;
        }
    }

    /// <summary>As the forecaster says.</summary>
    public sealed class Own(BacktestSeries series) : Issued(series)
    {
        private readonly RollingForecaster _forecaster = new(series.Measured, series.Start, series.Start + (series.Count * series.Slot));

        protected override bool TryFill(int first, Span<double> beliefs)
        {
            var release = Series.Start + (first * Series.Slot);
            var hour = _forecaster.HourOf(release);
            if (_forecaster.Issue(hour) is not { } hours)
            {
                return false;
            }

            var offset = release - _forecaster.TimeOf(hour);
            for (var i = 0; i < beliefs.Length; i++)
            {
                beliefs[i] = hours[Math.Min(hours.Length - 1, (int)((offset + (i * Series.Slot)).Ticks / TimeSpan.TicksPerHour))];
            }

            return true;
        }
    }
}
