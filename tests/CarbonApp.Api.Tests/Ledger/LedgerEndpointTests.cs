using System.Text.Json;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Api.Tests.Fakes;

namespace CarbonApp.Api.Tests.Ledger;

public sealed class LedgerEndpointTests(LedgerApi shared) : IClassFixture<LedgerApi>
{
    private readonly string _zone = LedgerApi.NewZone();

    private ApiOnPostgres Api => shared.Api;

    [Fact]
    public async Task Get_ThreePlans_SumsWhatWasPromisedAndWhatCame()
    {
        await Api.ForecastAsync(_zone, LedgerCalls.Forecast);
        await Api.PlanAsync(_zone);
        var reported = await Api.PlanAsync(_zone);
        await Api.PlanAsync(_zone, job: ""","mode":"interruptible" """);
        await Api.MeasureAsync(_zone, LedgerCalls.Came);
        await Api.ReportAsync(reported, """{"start":"2025-01-01T03:00:00Z","end":"2025-01-01T05:00:00Z","energyKwh":1.5}""");

        var rows = await RowsAsync($"?zone={_zone}");

        // Contiguous: 110 g promised twice, 130 g (as planned) and 52.5 g (reported) came; at once 200 and 0.75 × 200; best 70 and 0.75 × 70.
        var contiguous = rows[0];
        Assert.Equal(("contiguous:mean", "interruptible:mean", 2), (contiguous.GetProperty("policy").GetString(), rows[1].GetProperty("policy").GetString(), rows.Length));
        Assert.Equal((2, 2, 0, 0, 1, 2, 2), (
            Int(contiguous, "plans"), Int(contiguous, "settled"), Int(contiguous, "pending"), Int(contiguous, "unmeasured"), Int(contiguous, "withActuals"),
            Int(contiguous, "replays"), Int(contiguous, "compared")));
        Assert.Equal([220, 400, 180, 45], Saving(contiguous, "promised"));
        Assert.Equal([182.5, 350, 167.5, Math.Round(100 * 167.5 / 350, 9)], Saving(contiguous, "realised"));
        Assert.Equal(182.5 - 122.5, contiguous.GetProperty("regretG").GetDouble(), 9);
        Assert.Equal(100 * 60 / 182.5, contiguous.GetProperty("regretPct").GetDouble(), 9);
        Assert.Equal(100 * 20.0 / 130, contiguous.GetProperty("forecastErrorPct").GetDouble(), 9);
        Assert.Equal(JsonValueKind.Null, contiguous.GetProperty("coveragePct").ValueKind);

        // The two cheapest hours happen to adjoin in what was forecast and in what came.
        Assert.Equal([110, 200, 90, 45], Saving(rows[1], "promised"));
        Assert.Equal([130, 200, 70, 35], Saving(rows[1], "realised"));
        Assert.Equal(60, rows[1].GetProperty("regretG").GetDouble(), 9);
    }

    [Fact]
    public async Task Get_Filters_LeaveOutTheOthers()
    {
        await Api.MeasureAsync(_zone, LedgerCalls.Came);
        await Api.PlanAsync(_zone);

        Assert.Single(await RowsAsync($"?zone={_zone.ToLowerInvariant()}"));
        Assert.Single(await RowsAsync($"?zone={_zone}&policy=contiguous"));
        Assert.Single(await RowsAsync($"?zone={_zone}&policy=contiguous:mean&from=2025-01-01&to=2025-01-01T00:00:01Z"));
        Assert.Empty(await RowsAsync($"?zone={_zone}&policy=contig"));
        Assert.Empty(await RowsAsync($"?zone={_zone}&policy=interruptible"));
        Assert.Empty(await RowsAsync($"?zone={_zone}&from=2025-01-02"));
        Assert.Empty(await RowsAsync($"?zone={_zone}&to=2025-01-01"));
        Assert.Empty(await RowsAsync($"?zone={_zone}&replays=false"));
        Assert.Empty(await RowsAsync("?zone=NONE"));
    }

    [Fact]
    public async Task Get_Buckets_BeginAtMidnightOnMondaysAndOnTheFirst()
    {
        // 2025-01-01 was a Wednesday.
        await Api.MeasureAsync(_zone, [.. Enumerable.Repeat(100.0, 24 * 40)]);
        foreach (var day in new[] { 0, 4, 5, 31 })
        {
            await Api.PlanAsync(_zone, asOf: LedgerCalls.Day.AddDays(day).AddHours(1));
        }

        Assert.Equal(["2025-01-01:1", "2025-01-05:1", "2025-01-06:1", "2025-02-01:1"], await BucketsAsync("day"));
        Assert.Equal(["2024-12-30:2", "2025-01-06:1", "2025-01-27:1"], await BucketsAsync("week"));
        Assert.Equal(["2025-01-01:3", "2025-02-01:1"], await BucketsAsync("month"));
    }

    [Fact]
    public async Task Get_Csv_HasTheSameFigures()
    {
        await Api.MeasureAsync(_zone, LedgerCalls.Came);
        await Api.PlanAsync(_zone);

        var csv = await Api.GetAsync($"/api/v2/ledger?zone={_zone}&bucket=month&format=csv");

        Assert.Equal("text/csv", csv.ContentType);
        var lines = csv.Text.TrimEnd('\n').Split('\n').Select(line => line.Split(',')).ToArray();
        Assert.Equal(2, lines.Length);
        Assert.Equal(lines[0].Length, lines[1].Length);
        Assert.Equal("2025-01-01T00:00:00Z", lines[1][0]);
        Assert.Equal(_zone, lines[1][Array.IndexOf(lines[0], "zone")]);
        Assert.Equal("70", lines[1][Array.IndexOf(lines[0], "realisedEmissionsG")]);
        Assert.Equal("", lines[1][Array.IndexOf(lines[0], "coveragePct")]);
    }

    [Theory]
    [InlineData("?bucket=year")]
    [InlineData("?format=xml")]
    [InlineData("?replays=maybe")]
    [InlineData("?zone=-")]
    [InlineData("?policy=a%25")]
    [InlineData("?from=yesterday")]
    [InlineData("?from=2025-01-02&to=2025-01-01")]
    public async Task Get_WhatIsNoQuestion_Is400(string query) => Assert.Equal(400, (await Api.GetAsync("/api/v2/ledger" + query)).Status);

    private async Task<JsonElement[]> RowsAsync(string query)
    {
        var answer = await Api.GetAsync("/api/v2/ledger" + query);
        Assert.True(answer.Status == 200, answer.Text);
        return [.. answer.At("rows").EnumerateArray()];
    }

    private async Task<string[]> BucketsAsync(string bucket) =>
        [.. (await RowsAsync($"?zone={_zone}&bucket={bucket}")).Select(r => $"{r.GetProperty("from").GetString()![..10]}:{Int(r, "plans")}")];

    private static int Int(JsonElement row, string name) => row.GetProperty(name).GetInt32();

    private static double[] Saving(JsonElement row, string which) =>
        [.. new[] { "emissionsG", "runNowG", "savingG", "savingPct" }.Select(n => Math.Round(row.GetProperty(which).GetProperty(n).GetDouble(), 9))];
}
