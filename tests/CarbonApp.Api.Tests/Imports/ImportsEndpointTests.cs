using System.Globalization;
using System.Net;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Imports;

public sealed class ImportsEndpointTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly SignalBasis GreatBritain = SignalBasis.AverageLifecycle(ZoneId.Parse("GB"));

    private ApiOnPostgres _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiOnPostgres.StartAsync(server);

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Post_GreatBritain2020_StoresEveryValueExactly()
    {
        var lines = await File.ReadAllLinesAsync(SharedData.File("grid/lets-wait-awhile-gb/gb_ci.csv"));

        var import = await _api.ImportAsync("?zone=GB", string.Join('\n', lines));

        // From 2020-10-31 on the file has quarter-hour readings between its half-hours; the half-hours stand.
        var halfHours = lines[1..].Where(l => l[14..16] is "00" or "30").ToArray();
        Assert.Equal("completed", import.Status);
        Assert.Equal((halfHours.Length, lines.Length - 1 - halfHours.Length), (import.SlotsStored, import.RowsRejected));
        Assert.Equal(["GB"], import.Zones);
        var signal = await _api.Store.ReadAsync(GreatBritain, import.From!.Value, import.To!.Value, CancellationToken.None);
        Assert.Equal(halfHours, signal.Slots.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Start:yyyy-MM-dd HH:mm:ss},{s.GramsPerKilowattHour:R}")));
        Assert.All(signal.Slots, s => Assert.Equal(TimeSpan.FromMinutes(30), s.End - s.Start));
    }

    [Fact]
    public async Task Post_BadRows_ReportsTheirLinesAndStoresTheOthers()
    {
        var import = await _api.ImportAsync("?zone=GB", "Time,value\n2020-01-01 00:00,100\n2020-01-01 00:30,-5\n2020-01-01 01:00,101\nnonsense,1\n2020-01-01 01:30,9999\n2020-01-01 02:00,102\n");

        Assert.Equal((6L, 3L, 3L), (import.RowsRead, import.SlotsStored, import.RowsRejected));
        Assert.Equal([3L, 5L, 6L], import.Errors.Select(e => e.Line));
        Assert.Contains("-5", import.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_StrictWithABadRow_StoresNothingAndNamesTheRow()
    {
        using var response = await _api.PostImportAsync("?zone=GB&strict=true", "Time,value\n2020-01-01 00:00,100\n2020-01-01 00:30,-5\n2020-01-01 01:00,101\n", "strict-1");

        var problem = await response.ProblemAsync(422, "ROWS_REJECTED");
        Assert.Equal(3, problem.GetProperty("errors")[0].GetProperty("line").GetInt64());
        Assert.Empty(await _api.Store.ListZonesAsync(CancellationToken.None));
        Assert.Equal(("failed", 0L), ((await _api.GetImportAsync("strict-1"))!.Status, (await _api.GetImportAsync("strict-1"))!.SlotsStored));
    }

    [Fact]
    public async Task Post_SameFileTwice_ChangesNothing()
    {
        const string File = "datetime,GB,FR\n2020-01-01 00:00,100,50\n2020-01-01 01:00,,51\n2020-01-01 02:00,102,52\n";
        await _api.ImportAsync("", File);
        var (from, to) = (new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2020, 1, 2, 0, 0, 0, TimeSpan.Zero));
        var before = await _api.Store.ReadAsync(GreatBritain, from, to, CancellationToken.None);

        await _api.ImportAsync("", File);

        var after = await _api.Store.ReadAsync(GreatBritain, from, to, CancellationToken.None);
        Assert.Equal(before.Slots, after.Slots);
        Assert.Equal([100, double.NaN, 102], after.GramsPerKilowattHour.ToArray());
    }

    [Fact]
    public async Task Post_FinishedKey_AnswersTheStoredSummaryWithoutReadingTheBody()
    {
        var first = await _api.ImportAsync("?zone=GB", "time,value\n2020-01-01 00:00,100\n2020-01-01 01:00,101\n", "once");

        var second = await _api.ImportAsync("?zone=GB", "this is no such file", "once");

        Assert.Equivalent(first, second, strict: true);
    }

    [Theory]
    [InlineData("?zone=G!", "INVALID_ZONE")]
    [InlineData("?kind=hourly", "INVALID_KIND")]
    [InlineData("?kind=1", "INVALID_KIND")]
    [InlineData("?factor=all", "INVALID_FACTOR")]
    [InlineData("?source=My Source", "INVALID_SOURCE")]
    [InlineData("?status=sure", "INVALID_STATUS")]
    [InlineData("?strict=perhaps", "INVALID_STRICT")]
    public async Task Post_WrongParameter_Answers400WithItsCode(string query, string code)
    {
        using var response = await _api.PostImportAsync(query, "datetime,GB\n");

        await response.ProblemAsync(400, code);
    }

    [Fact]
    public async Task Post_KeyOfAnotherImport_Answers422()
    {
        await _api.ImportAsync("?zone=GB", "time,value\n2020-01-01 00:00,100\n2020-01-01 01:00,101\n", "taken");

        using var response = await _api.PostImportAsync("?zone=FR", "time,value\n2020-01-01 00:00,100\n", "taken");

        await response.ProblemAsync(422, "IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    public async Task Post_NotAFileOfIntensities_Answers422SayingWhatIsExpected()
    {
        using var response = await _api.PostImportAsync("", "name,price\nx,1\n");

        var problem = await response.ProblemAsync(422, "INVALID_FILE");
        Assert.Contains("datetime,zone,value", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_UnknownImport_Answers404()
    {
        using var response = await _api.Client.GetAsync("/api/v2/imports/none");

        await response.ProblemAsync((int)HttpStatusCode.NotFound, "UNKNOWN_IMPORT");
    }
}
