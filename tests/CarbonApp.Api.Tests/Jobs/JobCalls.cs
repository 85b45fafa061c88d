using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Tests.Jobs;

/// <summary>Posts jobs and waits for them, over HTTP.</summary>
internal static class JobCalls
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A small backtest of GB over January 2024.</summary>
    public const string Backtest = """
        {"zones":["GB"],"from":"2024-01-01T00:00:00Z","to":"2024-02-01T00:00:00Z","jobs":{"preset":"eurosys24","jobHours":[3],"slackHours":[24]}}
        """;

    /// <summary>Hourly values of a month and the week before, made up: a day shape that drifts.</summary>
    public static CarbonSignal Month(string zone, int days = 38) => CarbonSignal.FromRegular(
        SignalBasis.AverageLifecycle(ZoneId.Parse(zone)), Start.AddDays(-7), TimeSpan.FromHours(1),
        [.. Enumerable.Range(0, days * 24).Select(h => 200 + (80 * Math.Sin(h * Math.PI / 12)) + (h % 7 * 3.0) + (h / 24.0))],
        new SignalProvenance("made-up", SignalStatus.Measured, Start.AddDays(60)));

    public static async Task<HttpResponseMessage> PostAsync(this ApiOnPostgres api, string path, string body, string? key = null, string? prefer = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (prefer is not null)
        {
            request.Headers.Add("Prefer", prefer);
        }

        return await api.Client.SendAsync(request);
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }

    public static async Task<JsonElement> GetAsync(this ApiOnPostgres api, string path, int status = 200)
    {
        using var response = await api.Client.GetAsync(new Uri(path, UriKind.Relative));
        return await response.JsonAsync(status);
    }

    /// <summary>The job once it is in one of the states.</summary>
    public static async Task<JsonElement> UntilAsync(this ApiOnPostgres api, string id, params string[] states)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            var job = await api.GetAsync($"/api/v2/jobs/{id}");
            if (states.Contains(job.Text("status")))
            {
                return job;
            }

            Assert.False(limit.IsCancellationRequested, string.Create(CultureInfo.InvariantCulture, $"not {string.Join(" or ", states)} in time: {job}"));
            await Task.Delay(30);
        }
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
