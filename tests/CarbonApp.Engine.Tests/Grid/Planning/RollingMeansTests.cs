using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Tests.Grid.Planning;

public sealed class RollingMeansTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 15, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void Of_WindowsOfOneAndAHalfSlots_AreTheirTimeWeightedMeans()
    {
        var means = RollingMeans.Of(Hourly(100, 50, 200), Start, Start.AddHours(3), TimeSpan.FromMinutes(90), Hour);

        Assert.Equal([(Start, 125 / 1.5), (Start.AddHours(1), 150 / 1.5)], means.Select(m => (m.Start, m.GramsPerKilowattHour)));
    }

    [Fact]
    public void Of_Gap_LeavesOutTheWindowsThatTouchIt() => Assert.Equal(
        [Start, Start.AddHours(3)],
        RollingMeans.Of(Hourly(1, 2, double.NaN, 4, 5), Start, Start.AddHours(5), 2 * Hour, Hour).Select(m => m.Start));

    [Theory]
    [InlineData(-2, 9, new[] { 0, 1, 2 })]
    [InlineData(1, 3, new[] { 1, 2 })]
    [InlineData(2, 2, new int[0])]
    [InlineData(5, 9, new int[0])]
    public void Of_RangeBeyondTheSignal_GivesTheWindowsInsideBoth(int from, int to, int[] starts) => Assert.Equal(
        starts.Select(s => Start.AddHours(s)),
        RollingMeans.Of(Hourly(1, 2, 3), Start.AddHours(from), Start.AddHours(to), Hour, Hour).Select(m => m.Start));

    [Fact]
    public void Of_RandomSlots_EqualsAskingTheSignalWindowByWindow()
    {
        var random = new Random(7);
        for (var round = 0; round < 50; round++)
        {
            var signal = Random(random);
            var (length, step) = (TimeSpan.FromSeconds(random.Next(1, 20_000)), TimeSpan.FromSeconds(random.Next(1, 5_000)));
            var from = signal.Start.AddSeconds(random.Next(-3_000, 20_000));
            var expected = new List<(DateTimeOffset, double)>();
            for (var start = from; start + length <= signal.End; start += step)
            {
                if (signal.Mean(start, start + length) is { } mean)
                {
                    expected.Add((start, mean.GramsPerKilowattHour));
                }
            }

            var means = RollingMeans.Of(signal, from, signal.End, length, step);

            Assert.Equal(expected.Select(e => e.Item1), means.Select(m => m.Start));
            Assert.All(expected.Zip(means), pair => Assert.Equal(pair.First.Item2, pair.Second.GramsPerKilowattHour, 1e-9));
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Of_LengthOrStepZero_Throws(int length, int step) => Assert.Throws<ArgumentOutOfRangeException>(
        () => RollingMeans.Of(Hourly(1), Start, Start.AddHours(1), length * Hour, step * Hour));

    [Fact]
    public void Of_NothingKnown_IsEmpty() => Assert.Empty(
        RollingMeans.Of(CarbonSignal.Unknown(SignalBasis.AverageLifecycle(ZoneId.Parse("GB"))), Start, Start.AddHours(3), Hour, Hour));

    private static CarbonSignal Hourly(params double[] values) => CarbonSignal.FromRegular(
        SignalBasis.AverageLifecycle(ZoneId.Parse("GB")), Start, Hour, values, new SignalProvenance("test", SignalStatus.Forecast, Start));

    private static CarbonSignal Random(Random random)
    {
        var (slots, time) = (new List<SignalSlot>(), Start);
        for (var i = 0; i < 30; i++)
        {
            var end = time.AddSeconds(random.Next(1, 4_000));
            slots.Add(new SignalSlot(time, end, random.Next(12) == 0 ? double.NaN : random.Next(600), null));
            time = end;
        }

        return CarbonSignal.FromSlots(SignalBasis.AverageLifecycle(ZoneId.Parse("GB")), slots);
    }
}
