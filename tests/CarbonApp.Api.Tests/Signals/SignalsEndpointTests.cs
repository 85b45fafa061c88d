using System.Text.Json;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Tests.SignalRanges;

public sealed class SignalsEndpointTests
{
    [Fact]
    public async Task Get_Range_GivesItsSlotsCutWithGapsAsNull()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", 100, double.NaN, 300));

        var answer = await api.GetAsync("/api/v2/signals/gb?from=2026-03-15T00:30:00Z&to=2026-03-15T02:30:00");

        Assert.Equal("GB", answer.String("zone"));
        Assert.Equal("gCO2eq/kWh", answer.String("unit"));
        Assert.Equal(3, answer.At("slots").GetArrayLength());
        Assert.Equal("2026-03-15T00:30:00Z", answer.String("slots", "0", "start"));
        Assert.Equal(JsonValueKind.Null, answer.At("slots", "1", "intensity").ValueKind);
        Assert.Equal("2026-03-15T02:30:00Z", answer.String("slots", "2", "end"));
        Assert.Equal("fixed", answer.String("provenance", "0", "source"));
    }

    [Fact]
    public async Task Get_NoRange_IsADayEitherSideOfNow()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", Fakes.Signals.Now.AddDays(-2), SignalStatus.Measured, [.. Enumerable.Repeat(100.0, 96)]));

        var answer = await api.GetAsync("/api/v2/signals/GB");

        Assert.Equal("2026-03-14T00:00:00Z", answer.String("from"));
        Assert.Equal("2026-03-16T00:00:00Z", answer.String("to"));
        Assert.Equal(48, answer.At("slots").GetArrayLength());
    }

    [Theory]
    [InlineData("GB?from=yesterday", 400, "VALIDATION")]
    [InlineData("GB?from=3/4/2026", 400, "VALIDATION")]
    [InlineData("GB?from=2026-03-15&to=2026-03-15", 400, "VALIDATION")]
    [InlineData("GB?from=2024-03-15&to=2026-03-15", 400, "VALIDATION")]
    [InlineData("GB?kind=mean", 400, "VALIDATION")]
    [InlineData("GB?factor=mean", 400, "VALIDATION")]
    [InlineData("GB?kind=marginal", 404, "NO_SIGNAL")]
    [InlineData("QQ", 404, "UNKNOWN_ZONE")]
    [InlineData("-", 404, "UNKNOWN_ZONE")]
    public async Task Get_WhatCannotBeAnswered_IsAProblem(string query, int status, string code)
    {
        await using var api = new TestApi(Fakes.Signals.Flat("GB", 100, 25));

        var answer = await api.GetAsync("/api/v2/signals/" + query);

        Assert.True(answer.Status == status, answer.Text);
        Assert.Equal(code, answer.String("code"));
    }

    [Fact]
    public async Task Get_UnknownV2Path_IsAProblemWithACode()
    {
        await using var api = new TestApi();

        var answer = await api.GetAsync("/api/v2/nothing");

        Assert.Equal(404, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal("NOT_FOUND", answer.String("code"));
    }
}
