using System.Diagnostics;
using System.Globalization;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Api.Tests.Imports;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Metrics;

/// <summary>What Prometheus fetches from <c>/metrics</c>.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class MetricsTests(PostgresServer server)
{
    [Fact]
    public async Task Get_AfterRequests_HasThemAsAHistogramByRoute()
    {
        await using var api = new TestApi(Fakes.Signals.Flat("GB", 100, 30));
        await api.GetAsync("/api/v2/instances/aws/m6i.large");

        var answer = await api.GetAsync("/metrics");

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Response.Content.Headers.ContentType!.ToString());
        var metrics = PrometheusParser.Parse(answer.Text);
        Assert.Equal("histogram", metrics.Types["http_server_request_duration_seconds"]);
        Assert.Contains(metrics.Series, s => s.Key.Name == "http_server_request_duration_seconds_count" && s.Value >= 1
            && s.Key.Labels.Contains("http_route=\"/api/v2/instances/{provider}/{type}\"", StringComparison.Ordinal)
            && s.Key.Labels.Contains("http_response_status_code=\"200\"", StringComparison.Ordinal));
        Assert.InRange(metrics.Value("process_start_time_seconds"), 1.7e9, 7e9);
        Assert.True(metrics.Value("dotnet_process_memory_working_set_bytes") > 1e6);
        Assert.Equal("counter", metrics.Types["dotnet_gc_collections_total"]);
    }

    [Fact]
    public async Task Get_ManyUnknownPaths_AreOneSeriesAndItselfIsNone()
    {
        await using var api = new TestApi();
        for (var i = 0; i < 20; i++)
        {
            await api.GetAsync($"/surprise-{i}/x");
        }

        await api.GetAsync("/metrics");
        var text = (await api.GetAsync("/metrics")).Text;

        Assert.DoesNotContain("surprise", text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            PrometheusParser.Parse(text).Series.Keys,
            s => s.Name == "http_server_request_duration_seconds_count" && s.Labels.Contains("http_route=\"/metrics\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_Everything_SatisfiesPromtool()
    {
        if (!File.Exists("/usr/bin/promtool"))
        {
            Assert.Skip("promtool is not installed (Debian package prometheus); PrometheusParser checks the format in the other tests.");
        }

        await using var api = new TestApi(Fakes.Signals.Flat("GB", 100, 30));
        await api.GetAsync("/api/v2/signals/GB");
        var text = (await api.GetAsync("/metrics")).Text;

        using var promtool = Process.Start(new ProcessStartInfo("/usr/bin/promtool", "check metrics") { RedirectStandardInput = true, RedirectStandardError = true })!;
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        var complaints = await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();

        Assert.True(promtool.ExitCode == 0 && complaints.Length == 0, complaints);
    }

    [Fact]
    public async Task Get_ZoneAskedForByACaller_TellsItsIntensityNowAndAhead()
    {
        await using var api = await ApiOnPostgres.StartAsync(
            server, new() { ["Sources:Offline"] = "true", ["Sources:TimeBudgetMilliseconds"] = "20000" });
        await api.ImportAsync("?zone=XX-ASKED&status=forecast", Hours(40));
        Assert.DoesNotContain("XX-ASKED", await MetricsAsync(api), StringComparison.Ordinal);

        await api.Client.GetStringAsync(new Uri("/api/v2/signals/XX-ASKED", UriKind.Relative));

        var metrics = PrometheusParser.Parse(await MetricsAsync(api));
        var now = metrics.Value("carbon_aware_intensity", ("location", "XX-ASKED"), ("zone", "XX-ASKED"));
        Assert.InRange(now, 100, 102);
        Assert.Equal(now + 3, metrics.Value("carbon_aware_forecast_intensity", ("location", "XX-ASKED"), ("zone", "XX-ASKED"), ("horizon", "3h")), 1.1);
        Assert.Equal(0, metrics.Value("carbon_aware_intensity_estimated", ("location", "XX-ASKED"), ("zone", "XX-ASKED")));
    }

    [Fact]
    public async Task Get_LocationOfTheSettings_IsToldUnderItsNameThoughNobodyAsked()
    {
        await using var api = await ApiOnPostgres.StartAsync(
            server, new() { ["Sources:Offline"] = "true", ["Sources:TimeBudgetMilliseconds"] = "20000", ["Metrics:Locations"] = "polandcentral, ZA" });

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        string text;
        while (!(text = await MetricsAsync(api)).Contains("location=\"polandcentral\"", StringComparison.Ordinal))
        {
            await Task.Delay(50, limit.Token);
        }

        var metrics = PrometheusParser.Parse(text);
        Assert.True(metrics.Value("carbon_aware_intensity", ("location", "polandcentral"), ("zone", "PL")) > 100);
        Assert.Equal(1, metrics.Value("carbon_aware_intensity_estimated", ("location", "polandcentral"), ("zone", "PL")));
        Assert.True(metrics.Value("carbon_aware_intensity", ("location", "ZA"), ("zone", "ZA")) > 100);
    }

    [Fact]
    public void Settings_UnknownLocation_StopStartUpNamingIt()
    {
        using var api = new TestApi().Set("Metrics:Locations", "eastus,eastsu");

        var failure = Assert.ThrowsAny<Exception>(() => api.CreateClient());

        Assert.Contains("eastsu", failure.ToString(), StringComparison.Ordinal);
    }

    private static Task<string> MetricsAsync(ApiOnPostgres api) => api.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));

    /// <summary>Hourly forecast from the last full hour on, 100 and one more each hour.</summary>
    private static string Hours(int count)
    {
        var hour = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcTicks / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour, TimeSpan.Zero);
        return "Time,value\n" + string.Join('\n', Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{hour.AddHours(i):yyyy-MM-dd HH:mm},{100 + i}"))) + "\n";
    }
}
