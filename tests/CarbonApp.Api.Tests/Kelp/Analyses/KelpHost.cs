using System.Text.Json;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Api.Tests.Jobs;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Kelp.Analyses;

/// <summary>The whole Api on a real Postgres with a folder of scenes, and calls of its kelp part over HTTP.</summary>
internal static class KelpHost
{
    /// <summary>The bay off Limassol that the chip shows most of.</summary>
    public const string Limassol = """
        {"aoi":{"bbox":[32.975,34.579,33.025,34.621]},"from":"2024-08-01","to":"2024-09-01","species":"macrocystis"}
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>Settings of a replica that asks a folder of scenes, and nothing else.</summary>
    public static Dictionary<string, string> Settings(string folder, params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string>
        {
            ["Kelp:Catalogs:Order"] = "local",
            ["Kelp:Catalogs:Local:Folder"] = folder,
            ["Jobs:PollSeconds"] = "0.2",
        };
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        return settings;
    }

    public static Task<ApiOnPostgres> StartAsync(PostgresServer server, string folder, params (string Key, string Value)[] more) =>
        ApiOnPostgres.StartAsync(server, Settings(folder, more));

    /// <summary>Posts an analysis and waits until it has ended in the state that is expected.</summary>
    public static async Task<JsonElement> AnalyseAsync(this ApiOnPostgres api, string request, string state = "completed")
    {
        using var posted = await api.PostAsync("/api/v2/analyses", request);
        var analysis = await posted.JsonAsync(202);
        Assert.Equal($"/api/v2/analyses/{analysis.Text("id")}", posted.Headers.Location!.OriginalString);
        return await api.UntilEndedAsync(analysis.Text("id"), state);
    }

    public static async Task<JsonElement> UntilEndedAsync(this ApiOnPostgres api, string id, string state = "completed")
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            var analysis = await api.GetAsync($"/api/v2/analyses/{id}");
            if (analysis.Text("state") is "completed" or "failed" or "cancelled")
            {
                Assert.True(state == analysis.Text("state"), analysis.ToString());
                return analysis;
            }

            Assert.False(limit.IsCancellationRequested, $"not ended in time: {analysis}");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    public static async Task<(byte[] Content, string Type)> FileAsync(this ApiOnPostgres api, string path, int status = 200)
    {
        using var response = await api.Client.GetAsync(new Uri(path, UriKind.Relative));
        var content = await response.Content.ReadAsByteArrayAsync();
        Assert.True((int)response.StatusCode == status, $"{path}: {(int)response.StatusCode} {System.Text.Encoding.UTF8.GetString(content.AsSpan(0, Math.Min(600, content.Length)))}");
        return (content, response.Content.Headers.ContentType?.MediaType ?? "");
    }

    public static double Number(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            element = element.GetProperty(name);
        }

        return element.GetDouble();
    }

    /// <summary>Asserts that 5, 50 and 95 % rise and hold a value between the outer two.</summary>
    public static void Holds(JsonElement interval, double value)
    {
        var (p5, p50, p95) = (interval.Number("p5"), interval.Number("p50"), interval.Number("p95"));
        Assert.True(p5 <= p50 && p50 <= p95, interval.ToString());
        Assert.InRange(value, p5, p95);
    }
}
