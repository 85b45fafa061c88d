using System.Globalization;
using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Grid.Forecasting;

/// <summary>The day shape against measured hours, each with its own mean given: what is asked is the shape.</summary>
public class AnnualMeanAgainstMeasuredYearsTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("grid/zones-2022/intensity_lifecycle.csv", 2.0)]
    [InlineData("grid/hourly-2021-2023/intensity_lifecycle.csv", 2.0)]
    public void Estimate_ShapedZones_ComeNearerOnAverageThanAFlatLine(string file, double pointsGained)
    {
        var fits = Fits(file).ToList();
        Assert.True(fits.Count >= 9, $"only {fits.Count} zones compared");
        foreach (var fit in fits)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {fit.Zone} | {fit.FlatError:0.0} | {fit.ShapedError:0.0} | {fit.Correlation:0.00} |"));
        }

        Assert.True(fits.Average(f => f.ShapedError) <= fits.Average(f => f.FlatError) - pointsGained);
        Assert.True(fits.Average(f => f.Correlation) > 0.35);

        // No zone may be made much worse by its shape; western India before 2022 is the worst, with 1.6 points.
        Assert.All(fits, f => Assert.True(f.ShapedError <= f.FlatError + 2, f.ToString()));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| mean | {fits.Average(f => f.FlatError):0.0} | {fits.Average(f => f.ShapedError):0.0} | {fits.Average(f => f.Correlation):0.00} |"));
    }

    private static IEnumerable<Fit> Fits(string file)
    {
        var lines = File.ReadAllLines(SharedData.File(file));
        var zones = lines[0].Split(',')[1..];
        var rows = lines[1..].Select(l => l.Split(',')).ToList();
        var start = DateTimeOffset.Parse(rows[0][0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        for (var z = 0; z < zones.Length; z++)
        {
            var measured = rows.Select(r => double.Parse(r[z + 1], CultureInfo.InvariantCulture)).ToArray();
            if (GridZoneTable.Find(ZoneId.Parse(zones[z])) is { } zone && AnnualMeanModel.HasDayShape(zone))
            {
                var given = zone with { AnnualMean = CarbonIntensity.FromGramsPerKilowattHour(measured.Average()) };
                var shaped = AnnualMeanModel.Estimate(given, start, start.AddHours(measured.Length)).GramsPerKilowattHour.ToArray();
                yield return new Fit(zones[z], Error(measured, _ => given.AnnualMean!.Value.GramsPerKilowattHour), Error(measured, i => shaped[i]), Correlation(measured, shaped));
            }
        }
    }

    /// <summary>Mean absolute percentage error.</summary>
    private static double Error(double[] measured, Func<int, double> estimate)
    {
        return Enumerable.Range(0, measured.Length).Where(i => measured[i] > 0).Average(i => Math.Abs(estimate(i) - measured[i]) / measured[i] * 100);
    }

    private static double Correlation(double[] a, double[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        var (ab, aa, bb) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }

        return ab / Math.Sqrt(aa * bb);
    }

    private sealed record Fit(string Zone, double FlatError, double ShapedError, double Correlation);
}
