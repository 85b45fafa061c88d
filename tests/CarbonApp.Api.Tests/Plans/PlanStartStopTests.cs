using System.Globalization;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Tests.Plans;

/// <summary>Jobs that may pause, where starting costs energy and time or runs and pauses have a shortest length.</summary>
public sealed class PlanStartStopTests
{
    private static readonly double[] Comb = [100, 300, 100, 300, 100, .. Enumerable.Repeat(400.0, 40)];

    [Theory]
    // 1 kW for 3 h: three starts of 0.5 kWh cost 3 × 50 + 300 g; one start and three hours on end 50 + 500 g.
    [InlineData(""" "startup":{"kwh":0.5} """, 3, 450, 4.5)]
    // At 2 kWh a start, three cost 600 g and save 200.
    [InlineData(""" "startup":{"kwh":2} """, 1, 700, 5)]
    [InlineData(""" "maxStarts":1 """, 1, 500, 3)]
    [InlineData(""" "maxStarts":2 """, 2, 500, 3)]
    [InlineData(""" "minRun":"PT3H" """, 1, 500, 3)]
    [InlineData(""" "minPause":"PT1H" """, 3, 300, 3)]
    public async Task Post_Limits_AreKeptAtLeastEmissions(string limits, int segments, double grams, double kilowattHours)
    {
        await using var api = new TestApi(Signals.Hourly("GB", Comb));

        var plan = await PlanAsync(api, $$"""{"job":{"mode":"interruptible","duration":"PT3H","resources":{"watts":1000},{{limits}}},"sites":[{"zone":"GB"}]}""");

        Assert.Equal("optimal", plan.String("status"));
        Assert.Equal(grams, plan.Number("totals", "emissionsG"), 9);
        Assert.Equal(grams, plan.Number("bestBoundG"), 9);
        Assert.Equal(kilowattHours, plan.Number("totals", "energyKwh"), 9);
        Assert.True(plan.At("segments").GetArrayLength() <= segments, plan.Text);
    }

    [Fact]
    public async Task Post_StartUpThatTakesTime_ComesBeforeTheWorkAndCountsPue()
    {
        await using var api = new TestApi(Signals.Hourly("GB", [400, 400, 200, 100, 100, .. Enumerable.Repeat(400.0, 40)]));

        var plan = await PlanAsync(api, """
            {"job":{"mode":"interruptible","duration":"PT2H","startup":{"kwh":1,"duration":"PT30M"},"resources":{"watts":5000}},"sites":[{"zone":"GB","pue":1.5}]}
            """);

        // 1 kWh at 200 and 2 h × 5 kW at 100, times 1.5.
        Assert.Equal("2026-03-15T02:30:00Z", plan.String("segments", "0", "start"));
        Assert.Equal("2026-03-15T03:00:00Z", plan.String("segments", "0", "workStart"));
        Assert.Equal(1.5 * 1200, plan.Number("totals", "emissionsG"), 9);
        Assert.Equal(1.5 * 11, plan.Number("totals", "energyKwh"), 9);
        Assert.Equal(1200.0 / 11, plan.Number("totals", "meanIntensity"), 9);

        // Now: 1 kWh and 1.5 h of work at 400, half an hour at 200.
        Assert.Equal(1.5 * (400 + (7.5 * 400) + (2.5 * 200)), plan.Number("baselines", "runNow", "emissionsG"), 9);
        Assert.Equal(100 * 2700.0 / 3900, plan.Number("baselines", "runNow", "savingPct"), 9);
    }

    [Fact]
    public async Task Post_StartUpWithoutEnergy_DrawsTheRunningPower()
    {
        await using var api = new TestApi(Signals.Flat("GB", 100, 48));

        var plan = await PlanAsync(api, """
            {"job":{"mode":"interruptible","duration":"PT2H","startup":{"duration":"PT30M"},"resources":{"watts":1000}},"sites":[{"zone":"GB"}]}
            """);

        Assert.Equal(250, plan.Number("totals", "emissionsG"), 9);
    }

    [Fact]
    public async Task Post_RandomLimits_KeepsTheInvariants()
    {
        var random = new Random(11);
        await using var api = new TestApi(Signals.Hourly("GB", [.. Enumerable.Range(0, 80).Select(i => i is 30 or 31 ? double.NaN : 50 + (400 * random.NextDouble()))]));
        for (var round = 0; round < 60; round++)
        {
            var (minutes, startUp, minRun, minPause, starts) = (random.Next(1, 600), random.Next(0, 40), random.Next(0, 120), random.Next(0, 120), random.Next(1, 5));
            var deadline = Signals.Now.AddMinutes(minutes + startUp + random.Next(0, 1200));
            var answer = await api.PostAsync("/api/v2/plan", string.Create(CultureInfo.InvariantCulture, $$"""
                {"job":{"mode":"interruptible","duration":"PT{{minutes}}M","deadline":"{{deadline:O}}","startup":{"kwh":{{random.NextDouble():R}},"duration":"PT{{startUp}}M"},
                 "minRun":"PT{{minRun}}M","minPause":"PT{{minPause}}M","maxStarts":{{starts}},"resources":{"watts":1000} },"sites":[{"zone":"GB","pue":1.3}]}
                """));

            Assert.True(answer.Status == 200, answer.Text);
            var segments = answer.At("segments").EnumerateArray().ToArray();
            var times = segments.Select(s => (Start: s.GetProperty("start").GetDateTimeOffset(), Work: s.GetProperty("workStart").GetDateTimeOffset(), End: s.GetProperty("end").GetDateTimeOffset())).ToArray();
            Assert.InRange(times.Length, 1, starts);
            Assert.True(times[0].Start >= Signals.Now && times[^1].End <= deadline);
            Assert.Equal(minutes, times.Sum(t => (t.End - t.Work).TotalMinutes), 1e-6);
            Assert.All(times, t => Assert.Equal(startUp, (t.Work - t.Start).TotalMinutes, 1e-6));
            Assert.All(times, t => Assert.True(times.Length == 1 || (t.End - t.Start).TotalMinutes >= minRun - 1e-6));
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.True((pair.Second.Start - pair.First.End).TotalMinutes >= minPause - 1e-6));
            Assert.Equal(answer.Number("totals", "emissionsG"), segments.Sum(s => s.GetProperty("emissionsG").GetDouble()), 1e-9 * answer.Number("totals", "emissionsG"));
            Assert.InRange(answer.Number("bestBoundG"), 0, answer.Number("totals", "emissionsG") * (1 + 1e-9));
            Assert.True(answer.At("baselines", "runNow").ValueKind == System.Text.Json.JsonValueKind.Null || answer.Number("baselines", "runNow", "savingPct") >= 0, answer.Text);
        }
    }

    [Theory]
    [InlineData(""" "mode":"contiguous","minRun":"PT1H" """, "set mode to interruptible")]
    [InlineData(""" "mode":"interruptible","minRun":"an hour" """, "job.minRun: 'an hour' is not understood")]
    [InlineData(""" "mode":"interruptible","minPause":"P32D" """, "job.minPause: 'P32D' must be whole seconds from nothing to 31 days")]
    [InlineData(""" "mode":"interruptible","minPause":"PT0.5S" """, "whole seconds")]
    [InlineData(""" "mode":"interruptible","maxStarts":0 """, "job.maxStarts: 0 lies outside 1 to 10000")]
    [InlineData(""" "mode":"interruptible","startup":{"kwh":-1} """, "job.startup.kwh: -1 lies outside")]
    [InlineData(""" "mode":"interruptible","startup":{"kwh":1e10} """, "job.startup.kwh: 10000000000 lies outside")]
    [InlineData(""" "mode":"interruptible","startup":{"duration":"x"} """, "job.startup.duration: 'x' is not understood")]
    public async Task Post_InvalidLimit_Answers400NamingIt(string limit, string expected)
    {
        await using var api = new TestApi(Signals.Hourly("GB", Comb));

        var answer = await api.PostAsync("/api/v2/plan", $$"""{"job":{"duration":"PT3H",{{limit}}},"sites":[{"zone":"GB"}]}""");

        Assert.Equal((400, "VALIDATION"), (answer.Status, answer.String("code")));
        Assert.Contains(expected, answer.String("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_StartUpDoesNotFit_Answers422WithTheEarliestFinish()
    {
        await using var api = new TestApi(Signals.Hourly("GB", Comb));

        var answer = await api.PostAsync("/api/v2/plan", """
            {"job":{"mode":"interruptible","duration":"PT3H","deadline":"2026-03-15T03:10:00Z","startup":{"duration":"PT20M"}},"sites":[{"zone":"GB"}]}
            """);

        Assert.Equal((422, "DEADLINE_TOO_TIGHT"), (answer.Status, answer.String("code")));
        Assert.Equal("2026-03-15T03:20:00Z", answer.String("earliestFinish"));
    }

    [Fact]
    public async Task Post_GapsThatNoRunFitsBetween_Answers422NamingTheLimits()
    {
        await using var api = new TestApi(Signals.Hourly("GB", [100, 100, double.NaN, 100, 100, double.NaN, 100, 100]));

        var answer = await api.PostAsync("/api/v2/plan", """
            {"job":{"mode":"interruptible","duration":"PT3H","deadline":"2026-03-15T08:00:00Z","minRun":"PT3H"},"sites":[{"zone":"GB"}]}
            """);

        Assert.Equal((422, "HORIZON_EXCEEDED"), (answer.Status, answer.String("code")));
        Assert.Contains("minRun", answer.String("detail"), StringComparison.Ordinal);
    }

    private static async Task<Answer> PlanAsync(TestApi api, string body)
    {
        var answer = await api.PostAsync("/api/v2/plan", body);
        Assert.True(answer.Status == 200, answer.Text);
        return answer;
    }
}
