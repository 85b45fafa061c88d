namespace CarbonApp.Engine.Kelp.Carbon;

/// <summary>The beta distribution with both parameters above 1: its distribution function and the inverse of that.</summary>
internal sealed record BetaFunction(double A, double B)
{
    private readonly double _logBeta = LogGamma(A) + LogGamma(B) - LogGamma(A + B);

    /// <summary>Probability of a value below <paramref name="x"/>, which lies in [0, 1].</summary>
    public double Cumulative(double x)
    {
        if (x is <= 0 or >= 1)
        {
            return x <= 0 ? 0 : 1;
        }

        // The fraction converges fast below the mean only; above it the mirror image does (DLMF 8.17.4).
        return x < (A + 1) / (A + B + 2)
            ? Math.Exp(LogFront(x)) * Fraction(A, B, x) / A
            : 1 - (Math.Exp(LogFront(x)) * Fraction(B, A, 1 - x) / B);
    }

    /// <summary>x with Cumulative(x) = <paramref name="probability"/>, by Newton's steps kept inside a shrinking bracket.</summary>
    /// <param name="probability">In (0, 1).</param>
    /// <param name="near">Where to begin; any number in (0, 1), the nearer the faster.</param>
    public double Quantile(double probability, double near)
    {
        var (low, high, x) = (0.0, 1.0, near);
        for (var step = 0; step < 100; step++)
        {
            var miss = Cumulative(x) - probability;
            (low, high) = miss > 0 ? (low, x) : (x, high);
            var next = x - (miss / Density(x));
            next = next > low && next < high ? next : (low + high) / 2;
            if (Math.Abs(next - x) <= 1e-13 * x)
            {
                return next;
            }

            x = next;
        }

        return x;
    }

    private double Density(double x) => Math.Exp(LogFront(x)) / (x * (1 - x));

    private double LogFront(double x) => (A * Math.Log(x)) + (B * Math.Log(1 - x)) - _logBeta;

    /// <summary>Continued fraction of the incomplete beta function (DLMF 8.17.22), by the method of Lentz.</summary>
    private static double Fraction(double a, double b, double x)
    {
        const double Tiny = 1e-300;
        var c = 1.0;
        var d = 1 / NotZero(1 - ((a + b) * x / (a + 1)));
        var product = d;
        for (var m = 1; m < 1000; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / NotZero(1 + (even * d));
            c = NotZero(1 + (even / c));
            product *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / NotZero(1 + (odd * d));
            c = NotZero(1 + (odd / c));
            product *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-15)
            {
                break;
            }
        }

        return product;

        static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
    }

    /// <summary>ln Γ(x) for x above 0: Stirling's series (DLMF 5.11.1) after moving x beyond 10.</summary>
    private static double LogGamma(double x)
    {
        var shift = 0.0;
        for (; x < 10; x++)
        {
            shift += Math.Log(x);
        }

        var r = 1 / (x * x);
        var series = (1 / 12.0) - (r * ((1 / 360.0) - (r * ((1 / 1260.0) - (r * ((1 / 1680.0) - (r / 1188.0)))))));
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (series / x) - shift;
    }
}
