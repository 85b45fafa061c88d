using CarbonApp.Api.Grid.Forecasts;

namespace CarbonApp.Web.Tests.Fakes;

/// <summary>Forecasts of the test grid: the truth, off by a fixed pattern, with a band and a record to match.</summary>
internal static class FakeForecasts
{
    /// <summary>Too little of it was measured: no forecast.</summary>
    public const string Unforeseen = TestGrid.Flat;

    /// <summary>Only its mean day is known, without a band or a record.</summary>
    public const string MeanDay = "FR";

    public static ForecastResponse Answer(string zone, string name, double mean, DateTimeOffset at, DateTimeOffset now)
    {
        var issued = new DateTimeOffset(at.Year, at.Month, at.Day, at.Hour, 0, 0, TimeSpan.Zero);
        var thin = zone == MeanDay;
        return new ForecastResponse
        {
            Zone = zone,
            ZoneName = name,
            Kind = "average",
            Factor = "lifecycle",
            IssuedAt = issued,
            Method = new() { Name = thin ? "mean-day" : "ridge", Penalty = thin ? null : 100, Days = thin ? 0 : 730, TrainedFrom = issued.AddDays(-730), TrainedTo = issued, Scenarios = thin ? 0 : 100 },
            Quantiles = [0.1, 0.5, 0.9],
            Hours = [.. Enumerable.Range(0, 96).Select(h => Hour(mean, issued, h, thin))],
            Skill = thin ? null : new()
            {
                From = issued.AddDays(-30), To = issued, Days = 29, CoveragePercent = 81.3,
                Own = new() { MeanAbsolutePercent = 14.62, MeanAbsolute = 24.1, KeptSavingPercent = 84.5 },
                Persistence = new() { MeanAbsolutePercent = 23.14, MeanAbsolute = 38.0, KeptSavingPercent = 68.3 },
                MeanDay = new() { MeanAbsolutePercent = 27.81, MeanAbsolute = 45.2, KeptSavingPercent = null },
            },
            Warnings = [.. thin ? (string[])["MEAN_DAY", "NO_BAND"] : [], .. issued < now.AddDays(-300) ? (string[])["STALE_HISTORY"] : []],
        };
    }

    private static ForecastHour Hour(double mean, DateTimeOffset issued, int hour, bool thin)
    {
        var start = issued.AddHours(hour);
        // The grid's own gaps are no gaps of a forecast.
        var expected = (TestGrid.Intensity(mean, start) ?? mean) * (1 + (0.05 * Math.Sin(hour)));
        var spread = 0.06 + (0.002 * hour);
        return new ForecastHour
        {
            Start = start,
            End = start.AddHours(1),
            Intensity = expected,
            Quantiles = thin ? null : [expected * (1 - spread), expected * 0.99, expected * (1 + spread)],
        };
    }
}
