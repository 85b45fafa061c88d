using System.Globalization;
using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Grid.Forecasting;

/// <summary>Forecasts of 2023 from what was known before, in sixteen real zones: what docs/methods/forecast.md claims is what comes out.</summary>
public class ForecastSkillTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Year = new(2023, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Measure_SixteenZones2023_IsWhatTheDocumentSays()
    {
        var signals = MeasuredZones.Read();
        var skills = new ForecastSkill[signals.Count];
        Parallel.For(0, skills.Length, i => skills[i] = ForecastSkill.Measure(signals[i], Year, Year.AddYears(1)));
        var documented = Documented();
        for (var i = 0; i < skills.Length; i++)
        {
            var (zone, skill) = (signals[i].Basis.Zone.Value, skills[i]);
            double[] measured =
            [
                skill.Ridge.MeanAbsolutePercentage, skill.Persistence.MeanAbsolutePercentage, skill.MeanDay.MeanAbsolutePercentage,
                skill.Ridge.KeptSaving, skill.Persistence.KeptSaving, skill.MeanDay.KeptSaving, skill.Coverage,
            ];
            output.WriteLine($"{zone}: {string.Join(" ", measured.Select(m => (100 * m).ToString("0.00", CultureInfo.InvariantCulture)))}");
            Assert.Equal(365, skill.Days);
            // The document rounds to a tenth; another machine's order of sums may move the second place.
            Assert.All(documented[zone].Zip(measured), pair => Assert.Equal(pair.First, 100 * pair.Second, 0.1));
        }

        Assert.True(skills.Count(s => s.Coverage is >= 0.75 and <= 0.85) >= 13, "the 80 % band must hold 75 to 85 % in 13 zones");
        Assert.All(skills, s => Assert.True(s.Ridge.MeanAbsolutePercentage < s.Persistence.MeanAbsolutePercentage));
        Assert.True(skills.Count(s => s.Ridge.MeanAbsolutePercentage < s.MeanDay.MeanAbsolutePercentage) >= 15, "the error is smaller than the mean day's in 15 zones");
        Assert.True(skills.Count(s => s.Ridge.KeptSaving >= Math.Max(s.Persistence.KeptSaving, s.MeanDay.KeptSaving)) >= 14, "more is kept of the saving in 14 zones");
    }

    [Fact]
    public void Measure_DaysWithAGap_AreNotJudged()
    {
        var values = Synthetic.Days(40);
        values[(30 * 24) + 5] = double.NaN;

        var skill = ForecastSkill.Measure(Synthetic.Signal(values), Synthetic.Start.AddDays(20), Synthetic.Start.AddDays(40));

        // The day with the gap, and the one after it, whose persistence is not known.
        Assert.Equal(18, skill.Days);
    }

    [Fact]
    public void Measure_DayAfterDayTheSame_ErrsByNothingAndKeepsAllSaving()
    {
        var skill = ForecastSkill.Measure(Synthetic.Signal(Synthetic.Days(90, noise: 0)), Synthetic.Start.AddDays(70), Synthetic.Start.AddDays(90));

        Assert.Equal(0, skill.Persistence.MeanAbsolute, 1e-6);
        Assert.Equal(0, skill.Ridge.MeanAbsolute, 1e-6);
        Assert.Equal(1, skill.Ridge.KeptSaving, 1e-9);
    }

    [Fact]
    public void OfIssued_WhatTheMethodSaid_IsTheSkillOfTheMethod()
    {
        var signal = Synthetic.Signal(Synthetic.Days(100));
        var (from, to) = (Synthetic.Start.AddDays(90), Synthetic.Start.AddDays(100));
        var issues = Enumerable.Range(0, 10).Select(day => IssuedDay.Of(((ForecastOutcome.Issued)RidgeForecaster.Issue(signal, from.AddDays(day), 24)).Forecast)).ToArray();

        Assert.Equal(ForecastSkill.Measure(signal, from, to, trainEveryDays: 1), ForecastSkill.OfIssued(signal, issues));
        Assert.Equal(9, ForecastSkill.OfIssued(signal.Slice(Synthetic.Start, to.AddHours(-1)), issues).Days);
        Assert.Equal(0, ForecastSkill.OfIssued(signal, []).Days);
    }

    [Fact]
    public void Measure_NothingKnown_JudgesNoDay()
    {
        var skill = ForecastSkill.Measure(CarbonSignal.Unknown(TestSignals.Basis), Year, Year.AddDays(30));

        Assert.Equal(0, skill.Days);
        Assert.Equal(double.NaN, skill.Ridge.KeptSaving);
        Assert.Equal(double.NaN, skill.Coverage);
    }

    /// <summary>The seven figures of each zone in the document's table.</summary>
    private static Dictionary<string, double[]> Documented() =>
        File.ReadLines(Path.Combine(SharedData.RepositoryRoot, "docs", "methods", "forecast.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(cells => cells.Length == 8 && cells[1..].All(c => double.TryParse(c, CultureInfo.InvariantCulture, out _)))
            .ToDictionary(cells => cells[0], cells => Array.ConvertAll(cells[1..], c => double.Parse(c, CultureInfo.InvariantCulture)));
}
