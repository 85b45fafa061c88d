namespace CarbonApp.Engine.Kelp.Trends;

/// <summary>erfc(x) for x of 0 or more, to 1e-14: the power series below 2, the continued fraction above (DLMF 7.6.2 and 7.9.1).</summary>
internal static class ErrorFunctionComplement
{
    public static double At(double x)
    {
        if (x < 2)
        {
            // erf(x) = 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)), all terms positive.
            var (term, sum) = (x, x);
            for (var n = 1; term > 1e-17 * sum; n++)
            {
                term *= 2 * x * x / ((2 * n) + 1);
                sum += term;
            }

            return 1 - (2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum);
        }

        var fraction = x;
        for (var n = 120; n >= 1; n--)
        {
            fraction = x + (n / 2.0 / fraction);
        }

        return Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * fraction);
    }
}
