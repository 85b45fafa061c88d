using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonApp.Api.Tests.Sources;

public sealed class RememberedReadingsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 15, 10, 0, 0, TimeSpan.Zero);
    private static readonly SignalBasis Basis = SignalBasis.AverageLifecycle(ZoneId.Parse("XX-A"));
    private static readonly SignalQuery Query = new(Basis, Now, Now.AddHours(2));

    private readonly FakeClock _clock = new(Now);

    [Fact]
    public async Task Read_TwiceWithinTheTime_GivesTheVerySameSignal()
    {
        var source = new FixedSource("stored", q => Task.FromResult(Flat(q, 100)));
        using var host = Host(source);

        var first = await host.Reader.ReadAsync(Query, CancellationToken.None);
        var second = await host.Reader.ReadAsync(Query, CancellationToken.None);
        var many = await host.Reader.ReadManyAsync([Query, Query], CancellationToken.None);

        Assert.Same(first.Signal, second.Signal);
        Assert.All(many, r => Assert.Same(first.Signal, r.Signal));
        Assert.Equal(1, source.Asked);
    }

    [Fact]
    public async Task Read_TimePassed_AsksAgain()
    {
        var source = new FixedSource("stored", q => Task.FromResult(Flat(q, 100)));
        using var host = Host(source);

        await host.Reader.ReadAsync(Query, CancellationToken.None);
        _clock.Advance(TimeSpan.FromMilliseconds(999));
        await host.Reader.ReadAsync(Query, CancellationToken.None);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await host.Reader.ReadAsync(Query, CancellationToken.None);

        Assert.Equal(2, source.Asked);
    }

    [Fact]
    public async Task Read_RunningSlotEnds_AsksAgain()
    {
        var source = new FixedSource("stored", q => Task.FromResult(Flat(q, 100)));
        using var host = Host(source);
        var query = new SignalQuery(Basis, Now.AddHours(-1), Now.AddMilliseconds(300));

        await host.Reader.ReadAsync(query, CancellationToken.None);
        _clock.Advance(TimeSpan.FromMilliseconds(300));
        await host.Reader.ReadAsync(query, CancellationToken.None);

        Assert.Equal(2, source.Asked);
    }

    [Fact]
    public async Task Read_SourceFailed_IsRememberedForATenth()
    {
        var source = new FixedSource("stored", q => throw new UpstreamException("stored", UpstreamFault.BadPayload, "rubbish"));
        using var host = Host(source);

        await host.Reader.ReadAsync(Query, CancellationToken.None);
        _clock.Advance(TimeSpan.FromMilliseconds(99));
        await host.Reader.ReadAsync(Query, CancellationToken.None);
        Assert.Equal(1, source.Asked);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await host.Reader.ReadAsync(Query, CancellationToken.None);
        Assert.Equal(2, source.Asked);
    }

    [Fact]
    public async Task ReadMany_SomeKnown_AsksForTheOthersAndKeepsTheOrder()
    {
        var source = new FixedSource("stored", q => Task.FromResult(Flat(q, q.Basis.Zone.Value.Length)));
        using var host = Host(source);
        var other = Query with { Basis = SignalBasis.AverageLifecycle(ZoneId.Parse("XX-LONGER")) };
        await host.Reader.ReadAsync(other, CancellationToken.None);

        var readings = await host.Reader.ReadManyAsync([Query, other], CancellationToken.None);

        Assert.Equal([4.0, 9.0], readings.Select(r => r.Signal.GramsPerKilowattHour[0]));
        Assert.Equal(2, source.Asked);
    }

    private static CarbonSignal Flat(SignalQuery query, double grams) => FixedSource.Flat(query.Basis, query.From, query.To, grams, "stored");

    private SourcesHost Host(ICarbonIntensitySource source) => new(
        _clock,
        [KeyValuePair.Create("Sources:RememberMilliseconds", (string?)"1000"), KeyValuePair.Create("Sources:Offline", (string?)"true")],
        services => services.AddSingleton(source));
}
