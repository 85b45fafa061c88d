using System.Text.Json;

namespace CarbonApp.AppHost.Tests.Acceptance;

/// <summary>The published optima, over HTTP and by the command line, from what lies in Postgres.</summary>
[Collection(WholeSystem.Name)]
public class GreatBritainWindowsTests(GreatBritainSystem system)
{
    public static TheoryData<int> Windows => [.. Enumerable.Range(0, GreatBritainWindow.All.Count)];

    [Theory]
    [MemberData(nameof(Windows))]
    public async Task Plan_WindowOfGreatBritain2020_IsThePublishedOptimum(int window)
    {
        var known = GreatBritainWindow.All[window];
        using var client = WholeSystem.ClientOf(await system.FilledAsync());

        var plan = (await JsonCall.PostAsync(client, "/api/v2/plan", known.Question())).Answered().Json;

        Assert.Null(known.Fault(plan));
        Assert.DoesNotContain("ESTIMATED_SIGNAL", plan.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()));
        Assert.Equal(("import", "measured"), Origin(Assert.Single(plan.GetProperty("provenance").EnumerateArray())));
        if (known.Others is { } others)
        {
            var paused = (await JsonCall.PostAsync(client, "/api/v2/plan", known.Question("interruptible"))).Answered().Json;
            Assert.Equal(others.RunNow, Baseline(plan, "runNow"), 4);
            Assert.Equal(others.Worst, Baseline(plan, "worstStart"), 4);
            Assert.Equal(others.Interruptible, GreatBritainWindow.MeanOf(paused), 4);
        }
    }

    [Theory]
    [InlineData(0, "3h", "+24h")]
    [InlineData(5, "PT13500S", "2020-06-02T09:00Z")]
    public async Task CarbonPlan_WindowOfGreatBritain2020_IsThePublishedOptimum(int window, string duration, string deadline)
    {
        var known = GreatBritainWindow.All[window];
        var run = await system.FilledAsync();

        var plan = (await ProgramRun.CarbonAsync(
            run, "plan", "--zone", "GB", "--duration", duration, "--as-of", known.AsOf, "--deadline", deadline, "--output", "json")).Succeeded();

        Assert.Null(known.Fault(JsonDocument.Parse(plan.Output).RootElement));
    }

    private static double Baseline(JsonElement plan, string name) =>
        plan.GetProperty("baselines").GetProperty(name).GetProperty("meanIntensity").GetDouble();

    private static (string?, string?) Origin(JsonElement provenance) =>
        (provenance.GetProperty("source").GetString(), provenance.GetProperty("status").GetString());
}
