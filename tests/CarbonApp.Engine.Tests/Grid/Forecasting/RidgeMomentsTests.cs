using CarbonApp.Engine.Grid.Forecasting;

namespace CarbonApp.Engine.Tests.Grid.Forecasting;

public class RidgeMomentsTests
{
    /// <summary>The minimum of a convex function is where small steps in any direction go up: no solver is trusted.</summary>
    [Theory]
    [InlineData(1, 0.01)]
    [InlineData(2, 10)]
    [InlineData(3, 5000)]
    public void Solve_RandomSamples_IsTheMinimumOfThePenalisedSquares(int seed, double penalty)
    {
        var random = new Random(seed);
        var (x, y) = (Rows(random, 40, 5), Rows(random, 40, 2));
        var moments = Moments(x, y);
        var (intercept, weights) = Parameters(moments.Solve(penalty), 5, 2);
        var best = Objective(x, y, intercept, weights, penalty);
        for (var step = 0; step < 200; step++)
        {
            var (i, w) = ((double[])intercept.Clone(), weights.Select(r => (double[])r.Clone()).ToArray());
            var size = Math.Pow(10, -1 - random.Next(4)) * (random.Next(2) == 0 ? 1 : -1);
            if (random.Next(4) == 0)
            {
                i[random.Next(2)] += size;
            }
            else
            {
                w[random.Next(5)][random.Next(2)] += size;
            }

            Assert.True(Objective(x, y, i, w, penalty) >= best - (1e-9 * best));
        }
    }

    [Fact]
    public void Solve_FeatureThatNeverVaries_HasNoWeight()
    {
        var (x, y) = (new double[][] { [1, 7], [2, 7], [3, 7] }, new double[][] { [10], [20], [30] });
        var (intercept, weights) = Parameters(Moments(x, y).Solve(1e-9), 2, 1);

        Assert.Equal(0, weights[1][0]);
        Assert.Equal(10, weights[0][0], 1e-6);
        Assert.Equal(0, intercept[0], 1e-6);
    }

    [Fact]
    public void Solve_PenaltyBeyondAllBounds_PredictsTheMean()
    {
        var prediction = new double[1];
        Moments([[1], [2], [6]], [[10], [20], [60]]).Solve(1e15).Predict([100], prediction);

        Assert.Equal(30, prediction[0], 1e-6);
    }

    private static RidgeMoments Moments(double[][] x, double[][] y)
    {
        var moments = new RidgeMoments(x[0].Length, y[0].Length);
        foreach (var (features, targets) in x.Zip(y))
        {
            moments.Add(features, targets);
        }

        return moments;
    }

    private static double[][] Rows(Random random, int rows, int columns) =>
        [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(c => (5 * c) + (random.NextDouble() * (c + 1))).ToArray())];

    /// <summary>Reads a linear function off its values at the origin and the unit points.</summary>
    private static (double[] Intercept, double[][] Weights) Parameters(RidgeRegression regression, int features, int outputs)
    {
        var intercept = new double[outputs];
        regression.Predict(new double[features], intercept);
        var weights = Enumerable.Range(0, features).Select(j =>
        {
            var (unit, at) = (new double[features], new double[outputs]);
            unit[j] = 1;
            regression.Predict(unit, at);
            return at.Zip(intercept, (a, b) => a - b).ToArray();
        }).ToArray();
        return (intercept, weights);
    }

    /// <summary>Σ‖y − b − Wx‖² + λ Σ (σⱼ wⱼ)²: the penalty on weights of standardised features.</summary>
    private static double Objective(double[][] x, double[][] y, double[] intercept, double[][] weights, double penalty)
    {
        var sum = 0.0;
        for (var s = 0; s < x.Length; s++)
        {
            for (var h = 0; h < intercept.Length; h++)
            {
                var prediction = intercept[h] + x[s].Select((value, j) => value * weights[j][h]).Sum();
                sum += (y[s][h] - prediction) * (y[s][h] - prediction);
            }
        }

        for (var j = 0; j < weights.Length; j++)
        {
            var mean = x.Average(row => row[j]);
            var variance = x.Average(row => (row[j] - mean) * (row[j] - mean));
            sum += penalty * variance * weights[j].Sum(w => w * w);
        }

        return sum;
    }
}
