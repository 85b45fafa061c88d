using System.Globalization;
using System.Text;
using System.Text.Json;
using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Forecasts;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Api.Tests.Imports;
using CarbonApp.Api.Tests.Ledger;
using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared.Servers;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CarbonApp.Api.Tests.Forecasts;

/// <summary>The own forecast in the running system: what plans rest on, and what replicas share.</summary>
public sealed class IssuedForecastTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SignalBasis Poland = SignalBasis.AverageLifecycle(ZoneId.Parse("PL"));

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Sources:Offline"] = "true",
        ["Sources:TimeBudgetMilliseconds"] = "30000",
        ["Grid:Store:RememberSeconds"] = "0",
        ["Grid:Store:ReadTimeoutSeconds"] = "30",
    };

    private readonly FakeClock _clock = new(Start.AddDays(100).AddMinutes(20));
    private LentDatabase _lent = null!;
    private ApiOnPostgres _api = null!;

    public async ValueTask InitializeAsync()
    {
        _lent = await LentDatabase.LendAsync(server);
        _api = await OnceMoreAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _lent.DisposeAsync();
    }

    [Fact]
    public async Task Plan_MeasuredZoneWithoutAForecast_RestsOnOurOwn()
    {
        await MeasureAsync(100);

        var plan = await PlanAsync();

        Assert.Equal(("forecaster", "forecast", 1), (plan.String("provenance", "0", "source"), plan.String("provenance", "0", "status"), plan.At("provenance").GetArrayLength()));
        Assert.Equal("2025-04-11T00:00:00Z", plan.String("provenance", "0", "issuedAt"));
        Assert.DoesNotContain("ESTIMATED_SIGNAL", plan.At("warnings").GetRawText(), StringComparison.Ordinal);
        // The cleanest hours of the made-up grid are 17 to 20.
        Assert.Equal("2025-04-11T17:00:00Z", plan.String("segments", "0", "start"));
    }

    [Fact]
    public async Task Plan_ImportedForecast_ComesBeforeOurOwn()
    {
        await MeasureAsync(100);
        await _api.ImportAsync("?zone=PL&status=forecast&source=vendor", Csv(Start.AddDays(100), Enumerable.Repeat(250.0, 12)));

        var plan = await PlanAsync();

        Assert.Equal(["forecaster", "vendor"], plan.At("provenance").EnumerateArray().Select(p => p.GetProperty("source").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal("vendor", Source(await ReadAsync(_api), 0));
        Assert.Equal("forecaster", Source(await ReadAsync(_api), 12));
    }

    [Fact]
    public async Task Plan_SixMeasuredDays_RestsOnTheAnnualMean()
    {
        await MeasureAsync(6, from: 94);

        var plan = await PlanAsync();

        Assert.Equal("annual-mean", plan.String("provenance", "0", "source"));
        Assert.Contains("ESTIMATED_SIGNAL", plan.At("warnings").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Source_WhatIsMeasuredLater_ChangesNothing()
    {
        await MeasureAsync(100);
        var query = new SignalQuery(Poland, Start.AddDays(100), Start.AddDays(102));
        var before = await Source(_api).GetAsync(query, CancellationToken.None);

        await _api.ImportAsync("?zone=PL", Csv(Start.AddDays(100), Enumerable.Repeat(4999.0, 24 * 20)));
        _clock.Advance(TimeSpan.FromDays(20));
        await using var later = await OnceMoreAsync();
        var after = await Source(later).GetAsync(query, CancellationToken.None);

        Assert.Equal(96, before.Count);
        Assert.Equal(before.GramsPerKilowattHour.ToArray(), after.GramsPerKilowattHour.ToArray());
        Assert.Equal(Start.AddDays(100), after[0].Provenance!.IssuedAt);
    }

    [Fact]
    public async Task Pass_TwoReplicas_MakeOneForecastThatAllShare()
    {
        await MeasureAsync(100);
        await using var other = await OnceMoreAsync();

        var made = await Task.WhenAll(Pass(_api).RunAsync(CancellationToken.None), Pass(other).RunAsync(CancellationToken.None));

        Assert.Equal(1, made.Sum());
        Assert.Equal(0, await Pass(other).RunAsync(CancellationToken.None));
        var expected = Assert.IsType<ForecastOutcome.Issued>((await _api.Services.GetRequiredService<OwnForecasts>().IssueAsync(Poland, Start.AddDays(100), CancellationToken.None)).Outcome).Forecast;
        var shared = (await other.Services.GetRequiredService<ForecastStore>().FindAsync(Poland, Start.AddDays(100), CancellationToken.None))!;
        Assert.Equal(expected.Expected.ToArray(), shared.Expected.ToArray());
        Assert.Equal(expected.Scenarios, shared.Scenarios);
        Assert.Equal(expected.Method, shared.Method);

        // It is what readings rest on, after a restart too: nobody makes it again.
        await ExecuteAsync("update forecast set expected = array_fill(123::float8, array[96])");
        await using var restarted = await OnceMoreAsync();
        Assert.All((await ReadAsync(restarted)).Slots, s => Assert.Equal(123, s.GramsPerKilowattHour));
    }

    [Fact]
    public async Task Pass_MoreMeasuredOrTheNextHour_ForecastsAnew()
    {
        await MeasureAsync(100, lessHours: 2);
        Assert.Equal(1, await Pass(_api).RunAsync(CancellationToken.None));

        await MeasureAsync(100);
        Assert.Equal(1, await Pass(_api).RunAsync(CancellationToken.None));
        Assert.Equal(0, await Pass(_api).RunAsync(CancellationToken.None));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await Pass(_api).RunAsync(CancellationToken.None));

        // The record keeps both issues; only the newest has its scenarios.
        var kept = await QueryAsync<(DateTime, bool, bool)>("select issued_at, scenarios is not null, (skill->>'Days')::int >= 29 from forecast order by issued_at");
        Assert.Equal([(Start.AddDays(100).UtcDateTime, false, true), (Start.AddDays(100).AddHours(1).UtcDateTime, true, true)], kept);
    }

    [Fact]
    public async Task Forecast_WhatWasIssuedBefore_IsJudgedByWhatCame()
    {
        await MeasureAsync(100);
        Assert.Equal(1, await Pass(_api).RunAsync(CancellationToken.None));
        var issued = await ReadAsync(_api);
        var none = await _api.GetAsync("/api/v2/forecast/PL");

        // The next day comes 10 g/kWh dirtier than was expected, hour by hour.
        await _api.ImportAsync("?zone=PL", Csv(Start.AddDays(100), issued.GramsPerKilowattHour.ToArray().Select(v => v + 10)));
        _clock.Advance(TimeSpan.FromDays(1));
        var judged = await _api.GetAsync("/api/v2/forecast/PL");

        Assert.Equal(JsonValueKind.Null, none.At("record").ValueKind);
        Assert.Equal(1, judged.Number("record", "days"));
        Assert.Equal(10, judged.Number("record", "own", "meanAbsolute"), 6);
        Assert.Equal(100, judged.Number("record", "own", "keptSavingPercent"), 6);
        Assert.InRange(judged.Number("record", "coveragePercent"), 0, 100);
        Assert.Equal(30, judged.Number("skill", "days"));
    }

    [Fact]
    public async Task Pass_MeasuredTwoDaysAgoAtTheLatest_IsLeftAlone()
    {
        await MeasureAsync(98);

        Assert.Equal(0, await Pass(_api).RunAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(100, 24)]
    [InlineData(3, 8 * 24)]
    public async Task Pass_OnceAnHour_AsksForWhatNobodyElseAskedFor(int days, int hours)
    {
        await MeasureAsync(days, from: 100 - days);
        var signals = new FixedSignalReader();
        using var pass = new ForecastPass(
            _api.Database, new ForecastStore(_api.Database), _api.Services.GetRequiredService<OwnForecasts>(), signals, Options.Create(new ForecasterOptions()), _clock,
            NullLogger<ForecastPass>.Instance);

        await pass.RunAsync(CancellationToken.None);

        Assert.Equal([new SignalQuery(Poland, Start.AddDays(100).AddHours(-hours), Start.AddDays(100))], signals.Queries);
    }

    [Fact]
    public async Task Sweep_ForecastsPastTheirTime_AreDropped()
    {
        await MeasureAsync(100);
        await Pass(_api).RunAsync(CancellationToken.None);
        var store = _api.Services.GetRequiredService<ForecastStore>();

        Assert.Equal(0, await store.DeleteAsync(Start.AddDays(100), CancellationToken.None));
        Assert.Equal(1, await store.DeleteAsync(Start.AddDays(100).AddSeconds(1), CancellationToken.None));
        Assert.Equal(90, new RetentionOptions().OwnForecastDays);
    }

    private async Task<ApiOnPostgres> OnceMoreAsync()
    {
        var api = ApiOnPostgres.Start(_lent.ConnectionString, Settings, services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock)));
        await api.ReadyAsync();
        return api;
    }

    private async Task<Answer> PlanAsync()
    {
        var answer = await _api.PostAsync("/api/v2/plan", """{"job":{"duration":"PT3H","resources":{"watts":1000}},"sites":[{"zone":"PL"}]}""");
        Assert.True(answer.Status == 200, answer.Text);
        return answer;
    }

    private static async Task<CarbonSignal> ReadAsync(ApiOnPostgres api) =>
        (await api.Services.GetRequiredService<ISignalReader>().ReadAsync(new SignalQuery(Poland, Start.AddDays(100), Start.AddDays(101)), CancellationToken.None)).Signal;

    private static string Source(CarbonSignal signal, int hour) => signal.SlotAt(Start.AddDays(100).AddHours(hour))!.Value.Provenance!.Source;

    private static ForecasterSource Source(ApiOnPostgres api) => api.Services.GetServices<ICarbonIntensitySource>().OfType<ForecasterSource>().Single();

    private static ForecastPass Pass(ApiOnPostgres api) => api.Services.GetRequiredService<ForecastPass>();

    private Task MeasureAsync(int days, int from = 0, int lessHours = 0)
    {
        var random = new Random(1);
        var hours = Enumerable.Range(0, (days * 24) - lessHours).Select(h => 300 + (100 * Math.Sin(h * Math.PI / 12)) + (20 * random.NextDouble()));
        return _api.ImportAsync("?zone=PL", Csv(Start.AddDays(from), hours));
    }

    private static string Csv(DateTimeOffset start, IEnumerable<double> hours)
    {
        var text = new StringBuilder("time,value\n");
        foreach (var (value, h) in hours.Select((v, h) => (v, h)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{start.AddHours(h):yyyy-MM-dd HH:mm},{value:R}\n");
        }

        return text.ToString();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_lent.ConnectionString);
        await connection.ExecuteAsync(sql);
    }

    private async Task<T[]> QueryAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(_lent.ConnectionString);
        return [.. await connection.QueryAsync<T>(sql)];
    }
}
