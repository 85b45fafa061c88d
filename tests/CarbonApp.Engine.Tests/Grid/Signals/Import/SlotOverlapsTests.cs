using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Tests.Grid.Signals.Import;

public sealed class SlotOverlapsTests
{
    private static readonly SignalBasis Basis = SignalBasis.AverageLifecycle(ZoneId.Parse("GB"));
    private static readonly DateTimeOffset Zero = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Resolve_ShorterSlotInsideALongerOne_StandsForItsTime()
    {
        var signal = SlotOverlaps.Resolve(Basis, [Slot(0, 60, 100), Slot(15, 30, 200)]);

        Assert.Equal(["0-15 100", "15-30 200", "30-60 100"], Told(signal));
    }

    [Fact]
    public void Resolve_NewerIssueOfALongerSlot_StandsAgainstTheShorter()
    {
        var signal = SlotOverlaps.Resolve(Basis, [Slot(0, 60, 100, issuedMinute: 9), Slot(15, 30, 200)]);

        Assert.Equal(["0-60 100"], Told(signal));
    }

    [Fact]
    public void Resolve_MeasuredAndForecast_MeasuredStandsWhateverTheIssue()
    {
        var signal = SlotOverlaps.Resolve(Basis, [Slot(0, 60, 100), Slot(0, 30, 300, issuedMinute: 9, SignalStatus.Forecast), Slot(60, 90, 5, 9, SignalStatus.Forecast)]);

        Assert.Equal(["0-60 100", "60-90 5"], Told(signal));
    }

    [Fact]
    public void Resolve_NoOverlap_KeepsGaps()
    {
        var signal = SlotOverlaps.Resolve(Basis, [Slot(60, 90, 2), Slot(0, 30, 1)]);

        Assert.Equal(["0-30 1", "30-60 NaN", "60-90 2"], Told(signal));
    }

    [Fact]
    public void Resolve_RandomSlots_AgreesWithChoosingTheBestAtEveryMinute()
    {
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var slots = Enumerable.Range(0, random.Next(1, 12))
                .Select(i => (Start: random.Next(0, 50), Length: random.Next(1, 25), Value: (double)i, Issued: random.Next(0, 3), Status: (SignalStatus)random.Next(0, 3)))
                .ToList();
            var signal = SlotOverlaps.Resolve(Basis, slots.Select(s => Slot(s.Start, s.Start + s.Length, s.Value, s.Issued, s.Status)));

            for (var minute = 0; minute < 80; minute++)
            {
                var best = slots.Where(s => s.Start <= minute && minute < s.Start + s.Length)
                    .OrderBy(s => s.Status).ThenByDescending(s => s.Issued).ThenBy(s => s.Length).ThenByDescending(s => s.Start).ThenBy(s => s.Value)
                    .Select(s => (double?)s.Value).FirstOrDefault();
                Assert.Equal(best, signal.SlotAt(Zero.AddMinutes(minute))?.GramsPerKilowattHour);
            }
        }
    }

    private static SignalSlot Slot(int from, int to, double value, int issuedMinute = 0, SignalStatus status = SignalStatus.Measured) =>
        new(Zero.AddMinutes(from), Zero.AddMinutes(to), value, new SignalProvenance("s", status, Zero.AddMinutes(issuedMinute)));

    private static IEnumerable<string> Told(CarbonSignal signal) =>
        signal.Slots.Select(s => FormattableString.Invariant($"{(s.Start - Zero).TotalMinutes}-{(s.End - Zero).TotalMinutes} {s.GramsPerKilowattHour}"));
}
