using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Api.Tests.Fakes;

namespace CarbonApp.Api.Tests.V1;

public sealed class ErrorShapeTests
{
    [Fact]
    public async Task Get_UnknownPath_Answers404() => V1Error.Assert(await GetAsync("/api/v1/zones"), 404, "not_found");

    [Fact]
    public async Task Get_UnknownRegion_Answers404WithTheNearestNames()
    {
        var answer = await GetAsync("/api/v1/regions/eu-wst-2");

        V1Error.Assert(answer, 404, "not_found");
        Assert.Contains("eu-west-2", answer.String("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_PathThatTakesPost_Answers405() => V1Error.Assert(await GetAsync("/api/v1/optimize"), 405, "method_not_allowed");

    [Fact]
    public async Task Post_Health_Answers405()
    {
        await using var api = new TestApi();

        V1Error.Assert(await api.PostAsync("/health", "{}"), 405, "method_not_allowed");
    }

    [Fact]
    public async Task Post_FormInsteadOfJson_Answers415()
    {
        await using var api = new TestApi();

        V1Error.Assert(await api.PostAsync("/api/v1/optimize", "workload=general", "application/x-www-form-urlencoded"), 415, "unsupported_media_type");
    }

    [Fact]
    public async Task Post_BodyNestedTooDeep_Answers400()
    {
        await using var api = new TestApi();

        V1Error.Assert(
            await api.PostAsync("/api/v1/optimize", "{\"x\":" + new string('[', 100) + new string(']', 100) + "}"), 400, "validation_error");
    }

    [Theory]
    [InlineData("""{"workload":"mining"}""", "workload")]
    [InlineData("""{"priority":"cheap"}""", "priority")]
    [InlineData("""{"region":"europe"}""", "region")]
    [InlineData("""{"region":"uksouth"}""", "region")]
    [InlineData("""{"workload":null}""", "workload")]
    [InlineData("""{"duration_hours":"5"}""", "duration_hours")]
    public async Task Optimize_WrongValue_Answers400NamingTheField(string body, string field)
    {
        await using var api = new TestApi(Signals.Flat("GB", 100, 25));

        var answer = await api.PostAsync("/api/v1/optimize", body);

        V1Error.Assert(answer, 400, "validation_error");
        Assert.Contains(field, answer.String("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OurOwnFault_Answers500WithATraceIdAndNoDetail()
    {
        await using var api = new TestApi();
        api.Reader.Failure = new InvalidOperationException("the secret inside");

        var answer = await api.GetAsync("/api/v1/regions");

        Assert.Equal(500, answer.Status);
        Assert.Equal("internal_error", answer.String("error_type"));
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(answer.String("trace_id")));
    }

    [Theory]
    [InlineData(UpstreamFault.TimedOut, 504)]
    [InlineData(UpstreamFault.ServerError, 502)]
    internal async Task Get_SourceFailure_IsNoFaultOfOurs(UpstreamFault fault, int status)
    {
        await using var api = new TestApi();
        api.Reader.Failure = new UpstreamException("neso", fault, "did not answer");

        var v1 = await api.GetAsync("/api/v1/regions");
        var v2 = await api.GetAsync("/api/v2/signals/GB");

        Assert.Equal(status, v1.Status);
        Assert.Equal("internal_error", v1.String("error_type"));
        Assert.Equal(status, v2.Status);
        Assert.Equal("UPSTREAM", v2.String("code"));
    }

    private static async Task<Answer> GetAsync(string path)
    {
        await using var api = new TestApi(Signals.Flat("GB", 100, 25));
        return await api.GetAsync(path);
    }
}
