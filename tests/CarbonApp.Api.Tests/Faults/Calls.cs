using System.Globalization;
using System.Text;
using System.Text.Json;
using CarbonApp.Api.Tests.Fakes;

namespace CarbonApp.Api.Tests.Faults;

/// <summary>Calls to a process of the Api, as they are made while something is wrong with what it stands on.</summary>
internal static class Calls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public const string Plan = """{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"}]}""";

    /// <summary>A job of a moment: a batch of one.</summary>
    public const string Batch = """{"sites":[{"zone":"GB","capacity":1}],"jobs":[{"id":"a","duration":"PT1H"}],"options":{"async":true}}""";

    public static async Task<Answer> PostAsync(this ApiProcess api, string path, string body, string? key = null, string mediaType = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, mediaType) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await Answer.Of(await api.Client.SendAsync(request));
    }

    public static Task<Answer> ImportAsync(this ApiProcess api, string file, string key) =>
        api.PostAsync("/api/v2/imports?status=forecast", file, key, "text/csv");

    public static async Task<Answer> GetAsync(this ApiProcess api, string path) => await Answer.Of(await api.Client.GetAsync(new Uri(path, UriKind.Relative)));

    /// <summary>The answer, which must have that status.</summary>
    public static Answer Answered(this Answer answer, int status)
    {
        Assert.True(answer.Status == status, $"{answer.Status} instead of {status}: {answer.Text}");
        return answer;
    }

    /// <summary>The answer of a problem, which must have that status and code.</summary>
    public static Answer Refused(this Answer answer, int status, string code)
    {
        Assert.Equal((status, code), (answer.Answered(status).Status, answer.String("code")));
        return answer;
    }

    /// <summary>Asks until the answer is as it should be, soon.</summary>
    public static async Task<Answer> UntilAsync(this ApiProcess api, Func<Task<Answer>> ask, Func<Answer, bool> expected)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (expected(answer))
            {
                return answer;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"did not come to it: {answer.Status} {answer.Text} {api.Output}");
            await Task.Delay(50);
        }
    }

    /// <summary>The job once it has ended.</summary>
    public static async Task<JsonElement> EndedAsync(this ApiProcess api, string id) =>
        (await api.UntilAsync(() => api.GetAsync($"/api/v2/jobs/{id}"), job => job.String("status") is "completed" or "failed")).Json;

    /// <summary>What a check of /health/ready says, and the status of all of it.</summary>
    public static async Task<(int Status, string Check, string Description)> ReadyAsync(this ApiProcess api, string check)
    {
        var answer = await api.GetAsync("/health/ready");
        var found = answer.At("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == check);
        return (answer.Status, found.GetProperty("status").GetString()!, found.GetProperty("description").GetString()!);
    }

    /// <summary>A forecast of GB by the minute from this hour on: 50 in one hour, the third unless said otherwise, and 500 in all others.</summary>
    public static string Forecast(int minutes, int best = 2)
    {
        var hour = Hour();
        var text = new StringBuilder("datetime,GB\n");
        for (var minute = 0; minute < minutes; minute++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{hour.AddMinutes(minute):yyyy-MM-dd'T'HH:mm:ss'Z'},{(minute / 60 == best ? 50 : 500)}\n");
        }

        return text.ToString();
    }

    /// <summary>The hour that has begun.</summary>
    public static DateTimeOffset Hour()
    {
        var now = TimeProvider.System.GetUtcNow();
        return new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
    }
}
