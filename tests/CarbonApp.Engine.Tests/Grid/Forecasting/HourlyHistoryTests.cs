using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Tests.Grid.Forecasting;

public class HourlyHistoryTests
{
    [Fact]
    public void Before_QuartersAndGaps_AreMeansOfWhatIsKnown()
    {
        // Hour 0: 10, 20, 30, 40. Hour 1: half known, 8 and 12. Hour 2: one quarter known, which is not enough. Hour 3: cut by the instant.
        double[] quarters = [10, 20, 30, 40, double.NaN, 8, 12, double.NaN, 5, double.NaN, double.NaN, double.NaN, 1, 1, 1, 1];
        var signal = CarbonSignal.FromRegular(TestSignals.Basis, TestSignals.Midnight, TimeSpan.FromMinutes(15), quarters, TestSignals.Origin);

        var history = HourlyHistory.Before(signal, TestSignals.Midnight.AddMinutes(225), 100);

        Assert.Equal(3, history.Count);
        Assert.Equal(25, HourlyHistory.FromLog(history.Logs[0]), 1e-9);
        Assert.Equal(10, HourlyHistory.FromLog(history.Logs[1]), 1e-9);
        Assert.Equal(double.NaN, history.Logs[2]);
        Assert.Equal(2, history.KnownHours);
        Assert.Equal(TestSignals.Midnight.AddHours(3), history.End);
    }

    [Fact]
    public void Before_SlotLongerThanAnHour_FillsAllItsHours()
    {
        var signal = CarbonSignal.FromRegular(TestSignals.Basis, TestSignals.Midnight, TimeSpan.FromHours(3), [100, 200], TestSignals.Origin);

        var history = HourlyHistory.Before(signal, TestSignals.Midnight.AddHours(6), 4);

        Assert.Equal(TestSignals.Midnight.AddHours(2), history.Start);
        Assert.Equal([100.0, 200, 200, 200], history.Logs.ToArray().Select(l => Math.Round(HourlyHistory.FromLog(l), 9)));
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    public void Before_InstantNotAfterTheSignalsStart_IsEmpty(int hours) =>
        Assert.Equal(0, HourlyHistory.Before(TestSignals.Hourly(1, 2, 3), TestSignals.Midnight.AddHours(hours), 100).Count);

    [Fact]
    public void Before_SignalEndsEarlier_LeavesTheRestUnknown()
    {
        var history = HourlyHistory.Before(TestSignals.Hourly(1, 2), TestSignals.Midnight.AddHours(5), 100);

        Assert.Equal((5, 2), (history.Count, history.KnownHours));
    }

    [Fact]
    public void Until_EarlierHour_HidesWhatCameAfter()
    {
        var earlier = HourlyHistory.Before(TestSignals.Hourly(1, 2, 3), TestSignals.Midnight.AddHours(3), 100).Until(1);

        Assert.Equal(1, earlier.Logs.Length);
        Assert.Equal(TestSignals.Midnight.AddHours(1), earlier.End);
        Assert.Throws<ArgumentOutOfRangeException>(() => earlier.Until(2));
    }
}
