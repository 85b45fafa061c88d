using System.Collections.Concurrent;
using System.Diagnostics;
using CarbonApp.ServiceDefaults;
using CarbonApp.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry;

namespace CarbonApp.Api.Tests.ServiceDefaults;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Request_Traced_HasRouteAndStatusAndHoldsTheOutgoingCall()
    {
        var spans = new Collected();
        await using var upstream = await StandInServer.StartAsync((_, _) => Task.CompletedTask);
        await using (var app = await StartAsync(services => services.AddSingleton<BaseProcessor<Activity>>(spans), upstream.Address))
        {
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
            await client.GetStringAsync("/zones/GB");

            // The caller has its answer a moment before the request's span ends: stopping waits for it, disposing alone would not.
            await app.StopAsync(TestContext.Current.CancellationToken);
        }

        var server = Assert.Single(spans.Ended, span => span.Source.Name == "Microsoft.AspNetCore" && Equals(span.GetTagItem("http.route"), "/zones/{zone}"));
        Assert.Equal("GET /zones/{zone}", server.DisplayName);
        Assert.Equal("GET", server.GetTagItem("http.request.method"));
        Assert.Equal(200, server.GetTagItem("http.response.status_code"));
        Assert.Contains(spans.Ended, span => span.Source.Name == "System.Net.Http" && span.ParentSpanId == server.SpanId);
        Assert.Contains(spans.Ended, span => span.Source.Name == "CarbonApp.Tests" && span.ParentSpanId == server.SpanId);
    }

    [Fact]
    public void Write_WithinATrace_NamesItOnTheSameLine()
    {
        using var activity = new Activity("test").Start();
        using var text = new StringWriter();
        var entry = new LogEntry<string>(LogLevel.Warning, "CarbonApp.Api.Grid", 0, "three zones have no signal", null, (state, _) => state);

        new TracedConsoleFormatter(TimeProvider.System).Write(in entry, null, text);

        var line = Assert.Single(text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"warn CarbonApp.Api.Grid: three zones have no signal trace={activity.TraceId}", line, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync(Action<IServiceCollection> services, string upstream)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        services(builder.Services);
        builder.Services.AddHttpClient("upstream");
        var app = builder.Build();
        var source = new ActivitySource("CarbonApp.Tests");
        app.MapGet("/zones/{zone}", async (IHttpClientFactory clients) =>
        {
            using var span = source.StartActivity("work");
            span?.Stop();
            return await clients.CreateClient("upstream").GetStringAsync(upstream);
        });
        await app.StartAsync();
        return app;
    }

    private sealed class Collected : BaseProcessor<Activity>
    {
        public ConcurrentBag<Activity> Ended { get; } = [];

        public override void OnEnd(Activity data) => Ended.Add(data);
    }
}
