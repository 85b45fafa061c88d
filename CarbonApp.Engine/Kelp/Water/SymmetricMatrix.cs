namespace CarbonApp.Engine.Kelp.Water;

/// <summary>Solves small systems with a symmetric positive definite matrix.</summary>
internal static class SymmetricMatrix
{
    /// <summary>x of A·x = b by Cholesky's decomposition; <paramref name="matrix"/> (n × n, row after row) is overwritten.</summary>
    public static void Solve(Span<double> matrix, ReadOnlySpan<double> b, Span<double> x)
    {
        var n = b.Length;
        for (var row = 0; row < n; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var sum = matrix[row * n + column];
                for (var k = 0; k < column; k++)
                {
                    sum -= matrix[row * n + k] * matrix[column * n + k];
                }

                matrix[row * n + column] = row == column ? Math.Sqrt(sum) : sum / matrix[column * n + column];
            }
        }

        for (var row = 0; row < n; row++)
        {
            var sum = b[row];
            for (var k = 0; k < row; k++)
            {
                sum -= matrix[row * n + k] * x[k];
            }

            x[row] = sum / matrix[row * n + row];
        }

        for (var row = n - 1; row >= 0; row--)
        {
            var sum = x[row];
            for (var k = row + 1; k < n; k++)
            {
                sum -= matrix[k * n + row] * x[k];
            }

            x[row] = sum / matrix[row * n + row];
        }
    }
}
