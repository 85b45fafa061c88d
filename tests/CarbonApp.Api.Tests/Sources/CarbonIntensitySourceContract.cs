using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Tests.Sources;

/// <summary>What every source owes to those who ask it, whatever it reads.</summary>
public abstract class CarbonIntensitySourceContract
{
    private protected abstract SignalBasis CoveredBasis { get; }

    /// <summary>Runs a test against the source, answering as recorded.</summary>
    private protected abstract Task WithSourceAsync(Func<ICarbonIntensitySource, Task> test);

    private SignalQuery Query => new(CoveredBasis, FeedScript.Now.AddHours(-5), FeedScript.Now.AddHours(12));

    [Fact]
    public Task Get_Recorded_KnowsAnHourNowAndAfter() => WithSourceAsync(async source =>
    {
        var signal = await source.GetAsync(Query, CancellationToken.None);

        Assert.True(signal.KnownTime(FeedScript.Now, FeedScript.Now.AddHours(1)) == TimeSpan.FromHours(1), $"{source.Name} knows {signal.Count} slots");
        Assert.Equal(CoveredBasis, signal.Basis);
    });

    [Fact]
    public Task Get_Recorded_IsUtcOrderedAndAdjoining() => WithSourceAsync(async source =>
    {
        var slots = (await source.GetAsync(Query, CancellationToken.None)).Slots.ToArray();

        Assert.All(slots, s => Assert.Equal(TimeSpan.Zero, s.Start.Offset));
        Assert.All(slots.Zip(slots.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
    });

    [Fact]
    public Task Get_Recorded_ValuesAreSaneAndHaveAnOrigin() => WithSourceAsync(async source =>
    {
        var known = (await source.GetAsync(Query, CancellationToken.None)).Slots.Where(s => !s.IsGap).ToArray();

        Assert.NotEmpty(known);
        Assert.All(known, s => Assert.InRange(s.GramsPerKilowattHour, 0, 5_000));
        Assert.All(known, s => Assert.Equal(source.Name, s.Provenance!.Source));
        Assert.All(known, s => Assert.True(s.Provenance!.IssuedAt > DateTimeOffset.UnixEpoch));
    });

    [Fact]
    public Task Covers_KindItDoesNotHave_IsFalse() => WithSourceAsync(source =>
    {
        var other = CoveredBasis with { Kind = CoveredBasis.Kind == SignalKind.Average ? SignalKind.Marginal : SignalKind.Average };

        Assert.True(source.Covers(CoveredBasis));
        Assert.False(source.Covers(other));
        return Task.CompletedTask;
    });

    [Fact]
    public Task Get_BasisItDoesNotCover_IsEmpty() => WithSourceAsync(async source =>
    {
        var other = CoveredBasis with { Kind = CoveredBasis.Kind == SignalKind.Average ? SignalKind.Marginal : SignalKind.Average };

        Assert.Equal(0, (await source.GetAsync(Query with { Basis = other }, CancellationToken.None)).Count);
    });
}
