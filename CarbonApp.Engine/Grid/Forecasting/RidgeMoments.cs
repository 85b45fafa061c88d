using System.Numerics.Tensors;

namespace CarbonApp.Engine.Grid.Forecasting;

/// <summary>
/// Sums over samples from which a ridge regression of any penalty follows, so that a sample is looked at once however many are tried.
/// </summary>
/// <remarks>
/// Ridge regression (Hoerl and Kennard 1970) on standardised features: minimise ‖Y − XW‖² + λ‖W‖², that is (XᵀX + λI) W = XᵀY, by
/// Cholesky's factorisation. O(n·p²) for n samples of p features, and O(p³ + p²·q) for each penalty with q outputs.
/// </remarks>
internal sealed class RidgeMoments(int features, int outputs)
{
    private readonly double[] _x = new double[features];
    private readonly double[] _y = new double[outputs];
    private readonly double[][] _xx = Matrix(features, features);
    private readonly double[][] _xy = Matrix(features, outputs);

    /// <summary>Samples added.</summary>
    public int Samples { get; private set; }

    /// <summary>Takes in one sample, all of whose values are known.</summary>
    public void Add(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Samples++;
        TensorPrimitives.Add(_x, x, _x);
        TensorPrimitives.Add(_y, y, _y);
        for (var j = 0; j < features; j++)
        {
            if (x[j] != 0)
            {
                var row = _xx[j].AsSpan(0, j + 1);
                TensorPrimitives.MultiplyAdd(x[..(j + 1)], x[j], row, row);
                TensorPrimitives.MultiplyAdd(y, x[j], _xy[j], _xy[j]);
            }
        }
    }

    /// <summary>The regression over the samples so far; needs at least one.</summary>
    public RidgeRegression Solve(double penalty)
    {
        var mean = Array.ConvertAll(_x, sum => sum / Samples);
        var outputMean = Array.ConvertAll(_y, sum => sum / Samples);
        // A feature that never varies says nothing: its scale becomes infinite and its weight zero.
        var scale = new double[features];
        for (var j = 0; j < features; j++)
        {
            var variance = (_xx[j][j] / Samples) - (mean[j] * mean[j]);
            scale[j] = variance > 1e-12 ? Math.Sqrt(variance) : double.PositiveInfinity;
        }

        var gram = Matrix(features, features);
        var weights = Matrix(features, outputs);
        for (var j = 0; j < features; j++)
        {
            for (var k = 0; k <= j; k++)
            {
                gram[j][k] = (_xx[j][k] - (Samples * mean[j] * mean[k])) / (scale[j] * scale[k]);
            }

            gram[j][j] += penalty;
            TensorPrimitives.MultiplyAdd(outputMean, -Samples * mean[j], _xy[j], weights[j]);
            TensorPrimitives.Divide(weights[j], scale[j], weights[j]);
        }

        SolveInPlace(gram, weights);
        for (var j = 0; j < features; j++)
        {
            TensorPrimitives.Divide(weights[j], scale[j], weights[j]);
            TensorPrimitives.MultiplyAdd(weights[j], -mean[j], outputMean, outputMean);
        }

        return new RidgeRegression(outputMean, weights);
    }

    /// <summary>Factors the symmetric positive definite matrix, of which the lower half is given, and solves for all columns at once.</summary>
    private static void SolveInPlace(double[][] matrix, double[][] columns)
    {
        for (var j = 0; j < matrix.Length; j++)
        {
            for (var k = 0; k <= j; k++)
            {
                var rest = matrix[j][k] - TensorPrimitives.Dot<double>(matrix[j].AsSpan(0, k), matrix[k].AsSpan(0, k));
                matrix[j][k] = j == k ? Math.Sqrt(rest) : rest / matrix[k][k];
            }
        }

        for (var j = 0; j < matrix.Length; j++)
        {
            for (var k = 0; k < j; k++)
            {
                TensorPrimitives.MultiplyAdd(columns[k], -matrix[j][k], columns[j], columns[j]);
            }

            TensorPrimitives.Divide(columns[j], matrix[j][j], columns[j]);
        }

        for (var j = matrix.Length - 1; j >= 0; j--)
        {
            for (var k = j + 1; k < matrix.Length; k++)
            {
                TensorPrimitives.MultiplyAdd(columns[k], -matrix[k][j], columns[j], columns[j]);
            }

            TensorPrimitives.Divide(columns[j], matrix[j][j], columns[j]);
        }
    }

    private static double[][] Matrix(int rows, int columns)
    {
        var matrix = new double[rows][];
        for (var j = 0; j < rows; j++)
        {
            matrix[j] = new double[columns];
        }

        return matrix;
    }
}

/// <summary>A linear function of the features with several outputs.</summary>
internal sealed class RidgeRegression(double[] intercept, double[][] weights)
{
    /// <summary>Writes the outputs for one set of features.</summary>
    public void Predict(ReadOnlySpan<double> features, Span<double> outputs)
    {
        intercept.CopyTo(outputs);
        for (var j = 0; j < weights.Length; j++)
        {
            TensorPrimitives.MultiplyAdd(weights[j], features[j], outputs, outputs);
        }
    }
}
