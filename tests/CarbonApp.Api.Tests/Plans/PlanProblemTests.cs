using CarbonApp.Api.Tests.Fakes;

namespace CarbonApp.Api.Tests.Plans;

/// <summary>Every way /api/v2/plan says no: an RFC 9457 problem whose code a program can rely on.</summary>
public sealed class PlanProblemTests
{
    [Theory]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("3 hours")]
    [InlineData("PT")]
    [InlineData("P")]
    [InlineData("PT0S")]
    [InlineData("-PT1H")]
    [InlineData("P367D")]
    [InlineData("PT1H1H")]
    [InlineData("PT1S1M")]
    [InlineData("PT999999999999999H")]
    public async Task Post_DurationThatIsNone_AnswersInvalidDuration(string duration) =>
        await AssertProblemAsync($$"""{"job":{"duration":"{{duration}}"},"sites":[{"zone":"GB"}]}""", 400, "INVALID_DURATION", "job.duration");

    [Fact]
    public async Task Post_NoDuration_AnswersInvalidDuration() =>
        await AssertProblemAsync("""{"job":{},"sites":[{"zone":"GB"}]}""", 400, "INVALID_DURATION", "job.duration");

    [Fact]
    public async Task Post_DeadlineTooTight_NamesTheEarliestFinish()
    {
        var answer = await AssertProblemAsync(
            """{"job":{"duration":"PT3H","deadline":"2026-03-15T02:00:00Z"},"sites":[{"zone":"GB"}]}""", 422, "DEADLINE_TOO_TIGHT", "2026-03-15T03:00:00Z");

        Assert.Equal("2026-03-15T03:00:00Z", answer.String("earliestFinish"));
    }

    [Fact]
    public async Task Post_UnknownRegion_NamesTheNearest()
    {
        var answer = await AssertProblemAsync("""{"job":{"duration":"PT3H"},"sites":[{"provider":"aws","region":"eu-wst-2"}]}""", 422, "UNKNOWN_REGION", "eu-wst-2");

        Assert.Equal("eu-west-2", answer.String("nearest", "0"));
    }

    [Theory]
    [InlineData("QQ")]
    [InlineData("!")]
    [InlineData("a zone of far too many characters to be one")]
    public async Task Post_UnknownZone_SaysSo(string zone) =>
        await AssertProblemAsync($$"""{"job":{"duration":"PT3H"},"sites":[{"zone":"{{zone}}"}]}""", 422, "UNKNOWN_ZONE", zone);

    [Fact]
    public async Task Post_UnknownInstance_NamesTheNearest()
    {
        var answer = await AssertProblemAsync(
            """{"job":{"duration":"PT3H","resources":{"instanceType":"m6i.xlage"}},"sites":[{"region":"eu-west-2"}]}""", 422, "UNKNOWN_INSTANCE", "m6i.xlage");

        Assert.Contains("m6i.xlarge", answer.At("nearest").EnumerateArray().Select(n => n.GetString()));
    }

    [Fact]
    public async Task Post_KnownZoneOfWhichNothingIsKnown_NamesTheSourcesTried()
    {
        var answer = await AssertProblemAsync("""{"job":{"duration":"PT3H"},"sites":[{"zone":"FR"}]}""", 422, "NO_SIGNAL", "fixed");

        Assert.Equal("fixed: empty", answer.String("sourcesTried", "0"));
    }

    [Theory]
    [InlineData("""{"job":{"duration":"PT30H","deadline":"2026-03-17T00:00:00Z"},"sites":[{"zone":"GB"}]}""", "25 h")]
    [InlineData("""{"job":{"duration":"PT30H","deadline":"2028-03-17T00:00:00Z"},"sites":[{"zone":"GB"}]}""", "400 days")]
    public async Task Post_WindowBeyondWhatIsKnown_AnswersHorizonExceeded(string body, string detail) =>
        await AssertProblemAsync(body, 422, "HORIZON_EXCEEDED", detail);

    [Theory]
    [InlineData("{}", "job")]
    [InlineData("""{"job":{"duration":"PT1H"}}""", "sites")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[]}""", "sites")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[null]}""", "sites[0]")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB","pue":"high"}]}""", "sites[0].pue")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"},{"zone":"FR","latencyMs":-1}]}""", "sites[1].latencyMs")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB","eurPerMwh":1e9}]}""", "sites[0].eurPerMwh")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB","eurPerMwh":9,"prices":[]}]}""", "sites[0]")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB","transferEurPerGb":-1}]}""", "sites[0].transferEurPerGb")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB","marketIntensity":-1}]}""", "sites[0].marketIntensity")]
    [InlineData("""{"job":{"duration":"PT1H","dataGb":5},"sites":[{"zone":"GB"}]}""", "job.origin")]
    [InlineData("""{"job":{"duration":"PT1H","dataGb":-5,"origin":{"zone":"GB"}},"sites":[{"zone":"GB"}]}""", "job.dataGb")]
    [InlineData("""{"job":{"duration":"PT1H","maxLatencyMs":50},"sites":[{"zone":"GB"}]}""", "job.origin")]
    [InlineData("""{"job":{"duration":"PT1H","origin":{}},"sites":[{"zone":"GB"}]}""", "job.origin")]
    [InlineData("""{"job":{"duration":"PT1H","work":5},"sites":[{"zone":"GB"}]}""", "job.mode")]
    [InlineData("""{"job":{"mode":"elastic","work":5},"sites":[{"zone":"GB"}]}""", "job.scaleProfile")]
    [InlineData("""{"job":{"mode":"elastic","scaleProfile":[{"replicas":1,"throughput":1,"watts":9}]},"sites":[{"zone":"GB"}]}""", "job.work")]
    [InlineData("""{"job":{"mode":"elastic","work":1,"scaleProfile":[]},"sites":[{"zone":"GB"}]}""", "job.scaleProfile")]
    [InlineData("""{"job":{"mode":"elastic","work":1,"scaleProfile":[{"replicas":1,"throughput":0,"watts":9}]},"sites":[{"zone":"GB"}]}""", "job.scaleProfile")]
    [InlineData("""{"job":{"mode":"elastic","work":1,"scaleProfile":[{"replicas":1,"throughput":5}]},"sites":[{"zone":"GB"}]}""", "job.scaleProfile[0]")]
    [InlineData("""{"job":{"mode":"elastic","work":1e15,"scaleProfile":[{"replicas":1,"throughput":5,"watts":9}]},"sites":[{"zone":"GB"}]}""", "job.work")]
    [InlineData("""{"job":{"mode":"elastic","work":1,"resources":{"watts":5},"scaleProfile":[{"replicas":1,"throughput":5,"watts":9}]},"sites":[{"zone":"GB"}]}""", "job")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":"any","constraints":{"allowCountries":["Germany"]}}""", "constraints.allowCountries")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":"any","constraints":{"allowCountries":[null]}}""", "constraints.allowCountries")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":"any","constraints":{"providers":["ibm"]}}""", "constraints.providers")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":"any","constraints":{"carbonBudgetG":-1}}""", "constraints.carbonBudgetG")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"}],"objective":{"accounting":"offset"}}""", "objective.accounting")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"}],"objective":{"risk":"p99"}}""", "objective.risk")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"}],"objective":{"risk":"p90","carbonPriceEurPerT":9}}""", "objective.risk")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"}],"objective":{"risk":"p90"},"constraints":{"carbonBudgetG":9}}""", "objective.risk")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"}],"objective":{"carbonPriceEurPerT":1e-9}}""", "objective.carbonPriceEurPerT")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"}],"objective":{"tieBreak":"any"}}""", "objective.tieBreak")]
    [InlineData("""{"job":{"duration":"PT1H","mode":"interruptible","maxStarts":2},"sites":[{"zone":"GB"}],"objective":{"tieBreak":"latest"}}""", "objective.tieBreak")]
    [InlineData("""{"job":{"duration":"PT1H","mode":"interruptible"},"sites":[{"zone":"GB"}],"options":{"alternatives":3}}""", "options.alternatives")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"}],"options":{"alternatives":21}}""", "options.alternatives")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"}],"options":{"compareSites":501}}""", "options.compareSites")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":"all"}""", "sites")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{}]}""", "sites[0]")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB","region":"eu-west-2"}]}""", "sites[0]")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB","pue":0.9}]}""", "sites[0].pue")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"provider":"ibm","region":"x"}]}""", "sites[0].provider")]
    [InlineData("""{"job":{"duration":"PT1H","mode":"parallel"},"sites":[{"zone":"GB"}]}""", "job.mode")]
    [InlineData("""{"job":{"duration":"PT1H","mode":"elastic"},"sites":[{"zone":"GB"}]}""", "job")]
    [InlineData("""{"job":{"duration":"PT1H","resources":{}},"sites":[{"zone":"GB"}]}""", "job.resources")]
    [InlineData("""{"job":{"duration":"PT1H","resources":{"watts":-5}},"sites":[{"zone":"GB"}]}""", "job.resources.watts")]
    [InlineData("""{"job":{"duration":"PT1H","resources":{"watts":"5"}},"sites":[{"zone":"GB"}]}""", "job.resources.watts")]
    [InlineData("""{"job":{"duration":"PT1H","resources":{"watts":2e9}},"sites":[{"zone":"GB"}]}""", "job.resources.watts")]
    [InlineData("""{"job":{"duration":"PT1H","resources":{"instanceType":"m6i.large","count":0}},"sites":[{"region":"eu-west-2"}]}""", "job.resources.count")]
    [InlineData("""{"job":{"duration":"PT1H","resources":{"instanceType":"m6i.large","count":100001}},"sites":[{"region":"eu-west-2"}]}""", "job.resources.count")]
    [InlineData("""{"job":{"duration":"PT1H","resources":{"instanceType":"m6i.large","utilization":1.1}},"sites":[{"region":"eu-west-2"}]}""", "job.resources.utilization")]
    [InlineData("""{"job":{"duration":"PT1H","resources":{"instanceType":"m6i.large"}},"sites":[{"zone":"GB"}]}""", "job.resources.provider")]
    [InlineData("""{"job":{"duration":"PT1H","deadline":"tomorrow"},"sites":[{"zone":"GB"}]}""", "job.deadline")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"}],"objective":{"signal":"mean"}}""", "objective.signal")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"}],"objective":{"factor":"all"}}""", "objective.factor")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"}],"options":null}""", "options")]
    public async Task Post_ValueThatDoesNotHold_AnswersValidationNamingTheField(string body, string field)
    {
        var answer = await AssertProblemAsync(body, 400, "VALIDATION", field);

        Assert.Contains(field, answer.At("errors").EnumerateObject().Select(e => e.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"job\":")]
    [InlineData("[]")]
    public async Task Post_NoJsonObject_AnswersValidation(string body) => await AssertProblemAsync(body, 400, "VALIDATION", "JSON");

    [Fact]
    public async Task Post_MarginalSignalWhereOnlyAverageIsKnown_IsNotMixed() =>
        await AssertProblemAsync("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"}],"objective":{"signal":"marginal"}}""", 422, "NO_SIGNAL", "marginal");

    private static async Task<Answer> AssertProblemAsync(string body, int status, string code, string inDetail)
    {
        await using var api = new TestApi(Signals.Flat("GB", 100, 25));
        var answer = await api.PostAsync("/api/v2/plan", body);
        Assert.True(answer.Status == status, $"{answer.Status}: {answer.Text}");
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal(code, answer.String("code"));
        Assert.Equal(status, answer.At("status").GetInt32());
        Assert.Contains(inDetail, answer.String("detail"), StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(answer.String("traceId")));
        return answer;
    }
}
