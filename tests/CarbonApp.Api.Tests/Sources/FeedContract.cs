using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http;

namespace CarbonApp.Api.Tests.Sources;

/// <summary>What every source behind HTTP owes on top: each way an upstream can fail, and each way a series can be dirty.</summary>
public abstract class FeedContract : CarbonIntensitySourceContract
{
    /// <summary>A day far enough back to be one page of history; in Europe it has 25 hours.</summary>
    private static readonly DateTimeOffset Day = new(2024, 10, 27, 0, 0, 0, TimeSpan.Zero);

    private protected abstract FeedScript Script { get; }

    private protected override SignalBasis CoveredBasis => Script.Basis;

    private SignalQuery PastDay => new(Script.Basis, Day, Day.AddHours(24));

    private protected override Task WithSourceAsync(Func<ICarbonIntensitySource, Task> test) =>
        WithAsync(Script.Recorded, (_, host) => test(host.Source(Script.Name)));

    [Theory]
    [InlineData(401, "Unauthorized")]
    [InlineData(403, "Unauthorized")]
    [InlineData(429, "RateLimited")]
    [InlineData(404, "BadPayload")]
    [InlineData(500, "ServerError")]
    [InlineData(503, "ServerError")]
    public async Task Get_Refused_ThrowsThatFault(int status, string fault)
    {
        var failure = await FailureAsync(UpstreamStandIn.Status(status));

        Assert.Equal(fault, failure.Fault.ToString());
        Assert.Contains($"{status}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_TooManyRequests_IsLeftAloneAsLongAsItAsks() =>
        await WithAsync(Script.WithData(UpstreamStandIn.Status(429, retryAfterSeconds: 120)), async (upstream, host) =>
        {
            var source = host.Source(Script.Name);
            await Assert.ThrowsAsync<UpstreamException>(() => source.GetAsync(PastDay, CancellationToken.None));
            var asked = upstream.Requests.Count;

            host.Clock.Advance(TimeSpan.FromSeconds(119));
            await Assert.ThrowsAsync<UpstreamException>(() => source.GetAsync(PastDay, CancellationToken.None));
            Assert.Equal(asked, upstream.Requests.Count);

            upstream.Answer = Script.WithData(UpstreamStandIn.Json(Script.SeriesOf([(Day, 100)])));
            host.Clock.Advance(TimeSpan.FromSeconds(2));
            Assert.NotEqual(0, (await source.GetAsync(PastDay, CancellationToken.None)).Count);
        });

    [Fact]
    public async Task Get_Hangs_TimesOut() => Assert.Equal(UpstreamFault.TimedOut, (await FailureAsync(UpstreamStandIn.Hang, attemptMilliseconds: 400)).Fault);

    [Fact]
    public async Task Get_DripsForEver_TimesOut() => Assert.Equal(UpstreamFault.TimedOut, (await FailureAsync(UpstreamStandIn.Drip, attemptMilliseconds: 400)).Fault);

    [Fact]
    public async Task Get_NobodyListens_IsUnreachable()
    {
        using var host = HostFor(new Uri("http://127.0.0.1:1"));

        var failure = await Assert.ThrowsAsync<UpstreamException>(() => host.Source(Script.Name).GetAsync(PastDay, CancellationToken.None));

        Assert.Equal(UpstreamFault.Unreachable, failure.Fault);
    }

    [Fact]
    public async Task Get_BodyCut_IsABadPayload()
    {
        var body = Script.SeriesOf(Enumerable.Range(0, 48).Select(i => (Day + (i * Script.Step), (double?)100)));

        Assert.Equal(UpstreamFault.BadPayload, (await FailureAsync(UpstreamStandIn.Cut(body))).Fault);
    }

    [Fact]
    public async Task Get_Html_IsABadPayload() => Assert.Equal(UpstreamFault.BadPayload, (await FailureAsync(UpstreamStandIn.Html)).Fault);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("42")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"data":"none","history":7,"unix_seconds":{"a":1}}""")]
    public async Task Get_JsonOfAnotherShape_IsABadPayload(string body) =>
        Assert.Equal(UpstreamFault.BadPayload, (await FailureAsync(UpstreamStandIn.Json(body))).Fault);

    [Theory]
    [InlineData("""{"data":[null,1,"x",{},[]],"unix_seconds":[null,"x",-5,1e300],"co2eq":[1,2,3,4]}""")]
    [InlineData("""{"data":[{"from":"?","intensity":3,"datetime":5,"point_time":null,"carbonIntensity":"a"}],"unix_seconds":[],"co2eq":[]}""")]
    public async Task Get_ItemsOfAnotherShape_AreLeftOut(string body) => Assert.Equal(0, (await SignalAsync(body)).Count);

    [Fact]
    public async Task Get_EmptyList_IsEmptyNotAFailure() => Assert.Equal(0, (await SignalAsync(Script.SeriesOf([]))).Count);

    [Fact]
    public async Task Get_NullIntensities_AreGapsNeverNumbers()
    {
        var signal = await SignalAsync(Script.SeriesOf(Enumerable.Range(0, 6).Select(i => (Day + (i * Script.Step), i is 2 or 3 ? null : (double?)200))));

        Assert.Null(signal.SlotAt(Day + (2 * Script.Step)));
        Assert.Null(signal.Mean(Day, Day + (6 * Script.Step)));
        Assert.Equal(4 * Script.Step, signal.KnownTime(Day, Day.AddHours(24)));
    }

    [Fact]
    public async Task Get_AllIntensitiesNull_IsEmpty() =>
        Assert.Equal(0, (await SignalAsync(Script.SeriesOf(Enumerable.Range(0, 4).Select(i => (Day + (i * Script.Step), (double?)null))))).Count);

    [Fact]
    public async Task Get_SlotsMissing_AreAGap()
    {
        var signal = await SignalAsync(Script.SeriesOf(new[] { 0, 1, 2, 5, 6, 7 }.Select(i => (Day + (i * Script.Step), (double?)200))));

        Assert.Equal(6 * Script.Step, signal.KnownTime(Day, Day.AddHours(24)));
        Assert.Null(signal.SlotAt(Day + (4 * Script.Step)));
    }

    [Fact]
    public async Task Get_DuplicatesInAnyOrder_AreOneSeries()
    {
        var points = new[] { 3, 0, 2, 1, 2, 0 }.Select((i, order) => (Day + (i * Script.Step), (double?)(100 + (10 * i) + order)));

        var signal = await SignalAsync(Script.SeriesOf(points));

        // Of two values for one slot the later sent stands: slot 0 has 100 + 5, slot 2 has 120 + 4.
        Assert.Equal([105, 113, 124, 130], signal.GramsPerKilowattHour.ToArray().Select(v => Math.Round(v / Script.GramsPerUnit, 6)));
        Assert.Equal(Day, signal.Start);
    }

    [Fact]
    public async Task Get_ImplausibleValue_IsAGap()
    {
        var signal = await SignalAsync(Script.SeriesOf(new double?[] { 200, -3, 1e7, 200 }.Select((v, i) => (Day + (i * Script.Step), v))));

        Assert.Equal(2 * Script.Step, signal.KnownTime(Day, Day.AddHours(24)));
    }

    [Fact]
    public async Task Get_DayOfTwentyFiveHours_HasThemAll()
    {
        // 26 October 22:00 UTC is midnight in Berlin; the day there lasts 25 hours.
        var midnight = Day.AddHours(-2);
        var body = Script.SeriesOf(Enumerable.Range(0, (int)(TimeSpan.FromHours(25) / Script.Step)).Select(i => (midnight + (i * Script.Step), (double?)(100 + i))));

        var signal = await SignalAsync(body);

        Assert.Equal(TimeSpan.FromHours(25), signal.KnownTime(midnight, midnight.AddHours(25)));
        Assert.Equal(Script.GramsPerUnit * (100 + (int)(TimeSpan.FromHours(3) / Script.Step)), signal.SlotAt(midnight.AddHours(3))!.Value.GramsPerKilowattHour, 6);
    }

    [Fact]
    public async Task Get_AfterAFailure_IsNotAskedAgainUntilItsTimeIsOver() =>
        await WithAsync(Script.WithData(UpstreamStandIn.Status(500)), async (upstream, host) =>
        {
            var source = host.Source(Script.Name);
            await Assert.ThrowsAsync<UpstreamException>(() => source.GetAsync(PastDay, CancellationToken.None));
            var asked = upstream.Requests.Count;
            await Assert.ThrowsAsync<UpstreamException>(() => source.GetAsync(PastDay, CancellationToken.None));
            Assert.Equal(asked, upstream.Requests.Count);

            upstream.Answer = Script.WithData(UpstreamStandIn.Json(Script.SeriesOf([(Day, 100)])));
            host.Clock.Advance(TimeSpan.FromSeconds(31));
            Assert.NotEqual(0, (await source.GetAsync(PastDay, CancellationToken.None)).Count);
        });

    [Fact]
    public async Task Get_FailsOnceThenAnswers_IsRetried()
    {
        var failed = false;
        await using var upstream = await UpstreamStandIn.StartAsync(Script.WithData(context =>
        {
            var answer = failed ? UpstreamStandIn.Json(Script.SeriesOf([(Day, 100)])) : UpstreamStandIn.Status(503);
            failed = true;
            return answer(context);
        }));
        using var host = HostFor(upstream.Address, new() { ["Sources:Retries"] = "1" });

        Assert.NotEqual(0, (await host.Source(Script.Name).GetAsync(PastDay, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Get_AnyFault_LogsNoSecret() =>
        await WithAsync(Script.WithData(UpstreamStandIn.Status(401)), async (_, host) =>
        {
            await Assert.ThrowsAsync<UpstreamException>(() => host.Source(Script.Name).GetAsync(PastDay, CancellationToken.None));

            Assert.NotEmpty(host.Log.All);
            var basic = Convert.ToBase64String("someone:secret-word"u8.ToArray());
            Assert.All(host.Log.All, line => Assert.DoesNotContain("secret", line, StringComparison.OrdinalIgnoreCase));
            Assert.All(host.Log.All, line => Assert.DoesNotContain(basic, line, StringComparison.Ordinal));
        });

    private protected SourcesHost HostFor(Uri address, Dictionary<string, string?>? more = null)
    {
        var settings = Script.Settings(address);
        foreach (var (key, value) in more ?? [])
        {
            settings[key] = value;
        }

        return new SourcesHost(new FakeClock(FeedScript.Now), settings);
    }

    private protected async Task WithAsync(RequestDelegate answer, Func<UpstreamStandIn, SourcesHost, Task> test, int attemptMilliseconds = 20_000)
    {
        await using var upstream = await UpstreamStandIn.StartAsync(answer);
        using var host = HostFor(upstream.Address, new() { ["Sources:AttemptTimeoutMilliseconds"] = $"{attemptMilliseconds}" });
        await test(upstream, host);
    }

    private async Task<UpstreamException> FailureAsync(RequestDelegate data, int attemptMilliseconds = 20_000)
    {
        UpstreamException? failure = null;
        await WithAsync(
            Script.WithData(data),
            async (_, host) => failure = await Assert.ThrowsAsync<UpstreamException>(() => host.Source(Script.Name).GetAsync(PastDay, CancellationToken.None)),
            attemptMilliseconds);
        Assert.Equal(Script.Name, failure!.SourceName);
        return failure;
    }

    private async Task<CarbonSignal> SignalAsync(string body)
    {
        var signal = CarbonSignal.Unknown(Script.Basis);
        await WithAsync(Script.WithData(UpstreamStandIn.Json(body)), async (_, host) =>
            signal = await host.Source(Script.Name).GetAsync(PastDay, CancellationToken.None));
        return signal;
    }
}
