using System.Globalization;
using CarbonApp.Engine.Grid.Backtesting;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Grid.Backtesting;

public class NormalDrawsTests
{
    [Fact]
    public void Of_SeedZero_BeginsAsNumPyDoes() =>
        Assert.Equal([0.12573022, -0.13210486, 0.64042265, 0.10490012, -0.53566937], NormalDraws.Of(0, 5).Select(z => Math.Round(z, 8)));

    [Fact]
    public void Of_TenSeeds_EqualsAll180000PublishedNumbers()
    {
        var rows = File.ReadLines(SharedData.File("grid/lets-wait-awhile-gb/forecast_noise_z.csv")).Skip(1).Select(line => line.Split(',')).ToArray();

        for (var seed = 0; seed < 10; seed++)
        {
            var draws = NormalDraws.Of((uint)seed, rows.Length);
            for (var i = 0; i < rows.Length; i++)
            {
                Assert.Equal(double.Parse(rows[i][seed + 1], CultureInfo.InvariantCulture), draws[i], 1e-9);
            }
        }
    }

    [Fact]
    public void Of_ManyNumbers_AreStandardNormal()
    {
        var draws = NormalDraws.Of(77, 200_000);

        Assert.Equal(0, draws.Average(), 0.01);
        Assert.Equal(1, draws.Average(z => z * z), 0.01);
        Assert.Equal(0.0027, draws.Average(z => Math.Abs(z) > 3 ? 1.0 : 0), 0.0005);
        Assert.Contains(draws, z => Math.Abs(z) > 3.6541528853610088);
    }
}
