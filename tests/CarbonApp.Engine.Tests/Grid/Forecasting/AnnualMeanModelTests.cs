using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Tests.Grid.Forecasting;

public class AnnualMeanModelTests
{
    private static readonly DateTimeOffset NewYear = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> ShapedZones => [.. GridZoneTable.All.Where(AnnualMeanModel.HasDayShape).Select(z => z.Zone.Value)];

    [Theory]
    [MemberData(nameof(ShapedZones))]
    public void Estimate_WholeYear_HasTheAnnualMeanAndIsNeverNegative(string key)
    {
        var zone = Zone(key);
        var year = AnnualMeanModel.Estimate(zone, NewYear, NewYear.AddYears(1));
        var mean = zone.AnnualMean!.Value.GramsPerKilowattHour;
        Assert.Equal(mean, year.Mean(NewYear, NewYear.AddYears(1))!.Value.GramsPerKilowattHour, mean * 1e-9);
        Assert.All(year.Slots, s => Assert.InRange(s.GramsPerKilowattHour, 0.05 * mean, 2.5 * mean));
    }

    [Theory]
    [MemberData(nameof(ShapedZones))]
    public void Estimate_SunnyZone_IsCleanestWhenTheSunStandsHighestAndDirtyAtNight(string key)
    {
        var zone = Zone(key);
        var day = AnnualMeanModel.Estimate(zone, NewYear.AddDays(80), NewYear.AddDays(81));
        var cleanest = day.Slots.MinBy(s => s.GramsPerKilowattHour).Start;
        var solarHour = (cleanest.Hour + 0.5 + (zone.Longitude / 15) + 48) % 24;
        Assert.InRange(solarHour, 11, 13);
        Assert.True(day.Slots.Max(s => s.GramsPerKilowattHour) > zone.AnnualMean!.Value.GramsPerKilowattHour);
    }

    [Fact]
    public void Estimate_EveryUtcDay_HasTheAnnualMean()
    {
        var zone = Zone("AU-NSW");
        for (var day = NewYear; day < NewYear.AddYears(1); day = day.AddDays(7))
        {
            var mean = AnnualMeanModel.Estimate(zone, day, day.AddDays(1)).Mean(day, day.AddDays(1));
            Assert.Equal(zone.AnnualMean!.Value.GramsPerKilowattHour, mean!.Value.GramsPerKilowattHour, 1e-6);
        }
    }

    [Fact]
    public void Estimate_AnyStart_GivesAnHourTheSameValue()
    {
        var zone = Zone("DE");
        var year = AnnualMeanModel.Estimate(zone, NewYear, NewYear.AddYears(1));
        var random = new Random(20_250_101);
        for (var i = 0; i < 300; i++)
        {
            var from = NewYear.AddMinutes(random.Next(364 * 1440));
            var some = AnnualMeanModel.Estimate(zone, from, from.AddMinutes(1 + random.Next(3000)));
            Assert.All(some.Slots, s => Assert.Equal(year.SlotAt(s.Start)?.GramsPerKilowattHour ?? s.GramsPerKilowattHour, s.GramsPerKilowattHour));
        }
    }

    [Theory]
    [InlineData("2025-03-30T00:00:00+00:00")]
    [InlineData("2025-10-26T00:00:00+00:00")]
    public void Estimate_DayTheClocksChange_Has24HoursAsAnyOther(string day)
    {
        var start = DateTimeOffset.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var estimate = AnnualMeanModel.Estimate(Zone("DE"), start, start.AddDays(1));
        Assert.Equal(24, estimate.Count);
        Assert.Equal(11, estimate.Slots.MinBy(s => s.GramsPerKilowattHour).Start.Hour);
    }

    [Fact]
    public void Estimate_RangeInAnotherOffset_IsTheSameHours()
    {
        var zone = Zone("DE");
        var utc = AnnualMeanModel.Estimate(zone, NewYear, NewYear.AddHours(6));
        var local = AnnualMeanModel.Estimate(zone, NewYear.ToOffset(TimeSpan.FromHours(5.5)), NewYear.AddHours(6));
        Assert.Equal(utc.Slots, local.Slots);
    }

    [Fact]
    public void Estimate_RangeInsideHours_IsRoundedOutToFullOnes()
    {
        var estimate = AnnualMeanModel.Estimate(Zone("DE"), NewYear.AddMinutes(59), NewYear.AddMinutes(121));
        Assert.Equal(NewYear, estimate.Start);
        Assert.Equal(NewYear.AddHours(3), estimate.End);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Estimate_RangeWithoutTime_KnowsNothing(int hours) =>
        Assert.Equal(0, AnnualMeanModel.Estimate(Zone("DE"), NewYear, NewYear.AddHours(hours)).Count);

    [Theory]
    [InlineData("NO-NO1")]
    [InlineData("US-MIDA-PJM")]
    [InlineData("UA")]
    public void Estimate_ZoneWhoseSunNobodyCounted_IsFlat(string key)
    {
        var zone = Zone(key);
        Assert.False(AnnualMeanModel.HasDayShape(zone));
        var values = AnnualMeanModel.Estimate(zone, NewYear, NewYear.AddDays(3)).GramsPerKilowattHour.ToArray();
        Assert.Equal(72, values.Length);
        Assert.All(values, v => Assert.Equal(zone.AnnualMean!.Value.GramsPerKilowattHour, v));
    }

    [Fact]
    public void Estimate_ZoneWithoutAYearlyMean_KnowsNothingRatherThanZero()
    {
        var andorra = Zone("AD");
        Assert.Equal(0, AnnualMeanModel.Estimate(andorra, NewYear, NewYear.AddDays(1)).Count);
        Assert.False(AnnualMeanModel.HasDayShape(andorra));
    }

    [Fact]
    public void Estimate_AnyZone_IsAlwaysMarkedAsEstimated()
    {
        foreach (var zone in GridZoneTable.All.Where(z => z.AnnualMean is not null))
        {
            var provenance = Assert.Single(AnnualMeanModel.Estimate(zone, NewYear, NewYear.AddDays(1)).Provenances);
            Assert.Equal(SignalStatus.Estimated, provenance.Status);
            Assert.Equal("annual-mean", provenance.Source);
            Assert.Equal(zone.AnnualMeanYear ?? 1, provenance.IssuedAt.Year);
        }
    }

    [Fact]
    public void Estimate_ZoneWithFewRenewables_HasNoMoreSunThanThose()
    {
        var sunny = Zone("DE");
        var fossil = sunny with { RenewableShare = 0 };
        var values = AnnualMeanModel.Estimate(fossil, NewYear, NewYear.AddDays(1)).GramsPerKilowattHour.ToArray();
        Assert.All(values, v => Assert.Equal(fossil.AnnualMean!.Value.GramsPerKilowattHour, v, 1e-9));
    }

    [Fact]
    public void Estimate_FarNorthAtMidsummer_IsDampedAboveZero()
    {
        // σ = 0.25 at 75° north, where the summer sun is far above the year's mean.
        var arctic = Zone("HU") with { Latitude = 75 };
        var june = NewYear.AddDays(171);
        var day = AnnualMeanModel.Estimate(arctic, june, june.AddDays(1));
        Assert.All(day.Slots, s => Assert.True(s.GramsPerKilowattHour > 0));
        Assert.Equal(arctic.AnnualMean!.Value.GramsPerKilowattHour, day.Mean(june, june.AddDays(1))!.Value.GramsPerKilowattHour, 1e-6);
    }

    private static GridZone Zone(string key) => GridZoneTable.Find(ZoneId.Parse(key)) ?? throw new InvalidOperationException($"{key} is missing");
}
