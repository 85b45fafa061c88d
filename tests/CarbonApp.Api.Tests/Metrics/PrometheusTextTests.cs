using CarbonApp.ServiceDefaults.Telemetry.Prometheus;
using OpenTelemetry.Metrics;
using System.Text;

namespace CarbonApp.Api.Tests.Metrics;

public sealed class PrometheusTextTests
{
    [Theory]
    [InlineData("http.server.request.duration", "s", MetricType.Histogram, "http_server_request_duration_seconds")]
    [InlineData("dotnet.gc.collections", "{collection}", MetricType.LongSum, "dotnet_gc_collections_total")]
    [InlineData("carbonapp.sources.requests", "{request}", MetricType.LongSum, "carbonapp_sources_requests_total")]
    [InlineData("dotnet.process.memory.working_set", "By", MetricType.LongSumNonMonotonic, "dotnet_process_memory_working_set_bytes")]
    [InlineData("dotnet.assembly.count", "{assembly}", MetricType.LongSumNonMonotonic, "dotnet_assembly")]
    [InlineData("carbon.aware.intensity", "", MetricType.DoubleGauge, "carbon_aware_intensity")]
    [InlineData("wait_seconds", "s", MetricType.DoubleGauge, "wait_seconds")]
    [InlineData("7-zip/ratio", "", MetricType.DoubleGauge, "_7_zip_ratio")]
    public void OfMetric_Instrument_IsThePrometheusName(string name, string unit, MetricType type, string expected) =>
        Assert.Equal(expected, PrometheusNames.OfMetric(name, unit, type));

    [Fact]
    public void Labels_QuotesBackslashesAndLineEnds_AreEscaped() => Assert.Equal(
        """a_b="x\"y\\z\nw",flag="true",n="1.5",none="" """.TrimEnd(),
        PrometheusText.Labels([new("a.b", "x\"y\\z\nw"), new("a-b", "dropped: the name is taken"), new("flag", true), new("n", 1.5), new("none", null)]));

    [Fact]
    public void Begin_FamilyTwice_IsRefused()
    {
        var text = new PrometheusText();

        Assert.True(text.Begin("x", "gauge", "one\nline \\ \"quoted\""));
        text.Add("x", "", double.PositiveInfinity);
        Assert.False(text.Begin("x", "gauge", "again"));

        Assert.Equal("# HELP x one\\nline \\\\ \"quoted\"\n# TYPE x gauge\nx +Inf\n", Encoding.UTF8.GetString(text.ToUtf8()));
    }
}
