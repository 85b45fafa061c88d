using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CarbonApp.AppHost.Tests.Acceptance;

/// <summary>One HTTP call: what came back, and how long it took until all of it was there.</summary>
internal sealed record JsonCall(string Name, int Status, string Text, TimeSpan Took)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public static Task<JsonCall> GetAsync(HttpClient client, string path) =>
        SendAsync(client, new HttpRequestMessage(HttpMethod.Get, path));

    public static Task<JsonCall> PostAsync(HttpClient client, string path, string json, string? key = null) =>
        PostAsync(client, path, new StringContent(json, Encoding.UTF8, "application/json"), key);

    /// <param name="client">Whom to ask.</param>
    /// <param name="path">What.</param>
    /// <param name="content">The body.</param>
    /// <param name="key">Idempotency-Key.</param>
    public static Task<JsonCall> PostAsync(HttpClient client, string path, HttpContent content, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return SendAsync(client, request);
    }

    /// <summary>This call, after checking its status.</summary>
    public JsonCall Answered(int status = 200)
    {
        Assert.True(Status == status, ToString());
        return this;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name}: {Status} after {Took.TotalMilliseconds:0} ms: {(Text.Length < 2_000 ? Text : Text[..2_000])}");

    private static async Task<JsonCall> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        using (request)
        {
            var began = Stopwatch.GetTimestamp();
            using var response = await client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            return new JsonCall($"{request.Method} {request.RequestUri}", (int)response.StatusCode, text, Stopwatch.GetElapsedTime(began));
        }
    }
}
