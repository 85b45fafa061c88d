using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CarbonApp.Api.Tests.Schedules;

/// <summary>The Api on a real database, with a forecast and a wall clock that the test sets, and a receiver to be called.</summary>
internal sealed class ScheduleHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly Dictionary<string, string> Quick = new()
    {
        ["Outbound:AllowLoopback"] = "true",
        ["Grid:Schedules:FirstRetrySeconds"] = "0.05",
        ["Grid:Schedules:LongestRetrySeconds"] = "0.1",
        ["Grid:Schedules:Secrets:team"] = "whsec_dGhpcyBrZXkgc3RhbmRzIGluIHRoZSBzZXR0aW5ncw==",
    };

    private ScheduleHost(Receiver receiver, FixedSignalReader reader)
    {
        Receiver = receiver;
        Forecast = reader;
    }

    public Receiver Receiver { get; }

    public FixedSignalReader Forecast { get; }

    public FakeClock Clock { get; } = new(Signals.Now);

    public required ApiOnPostgres Api { get; set; }

    /// <summary>Six hours of forecast, cleanest in the fourth, unless the test says otherwise.</summary>
    public static async Task<ScheduleHost> StartAsync(PostgresServer server, Dictionary<string, string>? settings = null)
    {
        var reader = new FixedSignalReader().With(Signals.Hourly("GB", 300, 280, 260, 100, 240, 220));
        var host = new ScheduleHost(await Receiver.StartAsync(), reader) { Api = null! };
        var all = new Dictionary<string, string>(Quick.Concat(settings ?? []).GroupBy(p => p.Key).Select(g => g.Last()));
        host.Api = await ApiOnPostgres.StartAsync(server, all, services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(host.Clock));
            services.Replace(ServiceDescriptor.Singleton<DatabaseClock>(provider => new SetDatabaseClock(provider.GetRequiredService<Database>(), host.Clock)));
            services.Replace(ServiceDescriptor.Singleton<ISignalReader>(reader));
        });
        return host;
    }

    /// <summary>A job of an hour in the six hours known.</summary>
    public string Body(string webhook = "", string job = "", string path = "/start?by=carbon") =>
        $$"""
        { "plan": { "job": { "id": "nightly", "duration": "PT1H", "deadline": "2026-03-15T06:00:00Z" {{job}} }, "sites": [{ "zone": "GB" }] },
          "webhook": { "url": "{{Receiver.Address}}{{path}}" {{webhook}} } }
        """;

    public async Task<Answer> PostAsync(string body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v2/schedules") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await Answer.Of(await Api.Client.SendAsync(request));
    }

    public async Task<JsonElement> CreateAsync(string? body = null)
    {
        var answer = await PostAsync(body ?? Body());
        Assert.True(answer.Status == 201, answer.Text);
        return answer.Json;
    }

    public Task<JsonElement> GetAsync(string id) => Api.Client.GetFromJsonAsync<JsonElement>($"/api/v2/schedules/{id}");

    public async Task<Answer> CancelAsync(string id) => await Answer.Of(await Api.Client.DeleteAsync(new Uri($"/api/v2/schedules/{id}", UriKind.Relative)));

    /// <summary>Waits until the schedule is as expected, while time goes by.</summary>
    public async Task<JsonElement> UntilAsync(string id, Func<JsonElement, bool> expected)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var schedule = await GetAsync(id);
            if (expected(schedule))
            {
                return schedule;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"did not come to it: {schedule.GetRawText()}");
            Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(20);
        }
    }

    public Task<JsonElement> UntilStateAsync(string id, string state) => UntilAsync(id, s => s.GetProperty("state").GetString() == state);

    public void SetForecast(CarbonSignal signal) => Forecast.With(signal);

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Receiver.DisposeAsync();
    }
}
