using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Tests.Grid.Signals;

public class CarbonSignalTests
{
    private static readonly DateTimeOffset Midnight = TestSignals.Midnight;

    [Fact]
    public void FromSlots_SlotsApart_LeavesAGapBetween()
    {
        var signal = Signal((0, 60, 100), (120, 180, 200));

        Assert.Equal([100, double.NaN, 200], signal.GramsPerKilowattHour.ToArray());
        Assert.Null(signal.SlotAt(Midnight.AddMinutes(90)));
    }

    [Fact]
    public void FromSlots_AnyOrder_IsSorted() =>
        Assert.Equal([100.0, 200.0], Signal((60, 120, 200), (0, 60, 100)).GramsPerKilowattHour.ToArray());

    [Fact]
    public void FromSlots_Overlapping_ThrowsNamingBothTimes()
    {
        var error = Assert.Throws<ArgumentException>(() => Signal((0, 61, 100), (60, 120, 200)));

        Assert.Contains("01:00:00", error.Message, StringComparison.Ordinal);
        Assert.Contains("01:01:00", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.001)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void FromSlots_ImpossibleValue_Throws(double value) => Assert.Throws<ArgumentException>(() => Signal((0, 60, value)));

    [Fact]
    public void FromSlots_EmptySlot_Throws() => Assert.Throws<ArgumentException>(() => Signal((60, 60, 1)));

    [Fact]
    public void Unknown_AnyQuestion_IsAnsweredWithoutANumber()
    {
        var unknown = CarbonSignal.Unknown(TestSignals.Basis);

        Assert.Equal(0, unknown.Count);
        Assert.Null(unknown.SlotAt(Midnight));
        Assert.Null(unknown.Mean(Midnight, Midnight.AddHours(1)));
        Assert.Equal(TimeSpan.Zero, unknown.KnownTime(Midnight, Midnight.AddHours(1)));
        Assert.Empty(unknown.Slice(Midnight, Midnight.AddHours(1)).Slots);
        Assert.Throws<InvalidOperationException>(() => unknown.Start);
    }

    [Fact]
    public void Mean_AcrossSlots_IsWeightedByTime()
    {
        // 30 min of 100 and 60 min of 40.
        Assert.Equal(60, TestSignals.Hourly(100, 40, 10).Mean(Midnight.AddMinutes(30), Midnight.AddMinutes(120))!.Value.GramsPerKilowattHour, 12);
    }

    [Theory]
    [InlineData(-1, 60)]
    [InlineData(30, 90)]
    [InlineData(150, 181)]
    public void Mean_TouchingTheUnknown_IsNull(int fromMinute, int toMinute) =>
        Assert.Null(TestSignals.Hourly(100, double.NaN, 10).Mean(Midnight.AddMinutes(fromMinute), Midnight.AddMinutes(toMinute)));

    [Fact]
    public void Mean_UpToTheGapsEdge_IsKnown() =>
        Assert.Equal(100, TestSignals.Hourly(100, double.NaN).Mean(Midnight, Midnight.AddHours(1))!.Value.GramsPerKilowattHour);

    [Fact]
    public void Slice_CutsSlotsAtTheEdges()
    {
        var slice = TestSignals.Hourly(100, 40, 10).Slice(Midnight.AddMinutes(30), Midnight.AddMinutes(90));

        Assert.Equal(Midnight.AddMinutes(30), slice.Start);
        Assert.Equal(Midnight.AddMinutes(90), slice.End);
        Assert.Equal([100.0, 40.0], slice.GramsPerKilowattHour.ToArray());
    }

    [Fact]
    public void FillGapsFrom_OtherBasis_Throws()
    {
        var marginal = CarbonSignal.Unknown(TestSignals.Basis with { Kind = SignalKind.Marginal });

        Assert.Throws<ArgumentException>(() => TestSignals.Hourly(1).FillGapsFrom(marginal));
    }

    [Fact]
    public void FillGapsFrom_KeepsItsOwnValuesAndTakesTheRest()
    {
        var trusted = Signal((30, 60, 500), (90, 120, 600));
        var other = TestSignals.Hourly(100, 40, 10);

        var joined = trusted.FillGapsFrom(other);

        Assert.Equal([100, 500, 40, 600, 10], joined.GramsPerKilowattHour.ToArray());
        Assert.Equal(Midnight, joined.Start);
        Assert.Equal(Midnight.AddHours(3), joined.End);
    }

    [Fact]
    public void FillGapsFrom_500RandomPairs_EqualsAskingEachSecondOfBoth()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var (a, b) = (TestSignals.Random(random, random.Next(1, 12), 20, gaps: true), TestSignals.Random(random, random.Next(1, 12), 20, gaps: true));
            var joined = a.FillGapsFrom(b);
            for (var second = -2; second < 260; second++)
            {
                var time = Midnight.AddSeconds(second);
                Assert.Equal((a.SlotAt(time) ?? b.SlotAt(time))?.GramsPerKilowattHour, joined.SlotAt(time)?.GramsPerKilowattHour);
            }
        }
    }

    [Fact]
    public void KnownTime_LeavesGapsOut() =>
        Assert.Equal(TimeSpan.FromMinutes(90), TestSignals.Hourly(100, double.NaN, 10).KnownTime(Midnight.AddMinutes(30), Midnight.AddHours(9)));

    private static CarbonSignal Signal(params (int From, int To, double Value)[] slots) =>
        CarbonSignal.FromSlots(TestSignals.Basis, slots.Select(s =>
            new SignalSlot(Midnight.AddMinutes(s.From), Midnight.AddMinutes(s.To), s.Value, TestSignals.Origin)));
}
