using CarbonApp.Tests.Shared;
using CarbonApp.Web.Tests.Fakes;

namespace CarbonApp.Web.Tests.Pages;

/// <summary>Visitors that send a byte a second: others see their pages meanwhile, and those are cut in time.</summary>
public class SlowVisitorsTests
{
    private const int HeadersSeconds = 2;
    private const int GraceSeconds = 2;

    /// <summary>Kestrel looks once a second, and a machine that is busy is late.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task SlowSenders_OfHeadersFormsAndForwardedBodies_AreCutAndKeepNobodyWaiting()
    {
        await using var site = await WebSite.StartAsync("normal", $"SlowClients:HeadersSeconds={HeadersSeconds}", $"SlowClients:GraceSeconds={GraceSeconds}");
        await site.OpenAsync("/");
        await using var slow = new SlowCallers();
        var address = site.Http.BaseAddress!;
        slow.Add(60, address, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
        slow.Add(20, address, "POST /plan HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nzone=");
        slow.Add(20, address, "POST /api/v2/plan HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");

        var pages = 0;
        while (slow.Cut.Count < slow.Count)
        {
            var began = TimeProvider.System.GetTimestamp();
            Assert.Equal(200, (await site.OpenAsync("/")).Status);
            var took = TimeProvider.System.GetElapsedTime(began);
            Assert.True(took < Prompt, $"another visitor waited for {took.TotalSeconds:0.0} s");
            Assert.True(pages++ < 200, $"{slow.Count - slow.Cut.Count} are not cut");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.All(slow.Cut, c => Assert.True(c.Lasted < TimeSpan.FromSeconds(Math.Max(HeadersSeconds, GraceSeconds)) + Slack, $"it lasted {c.Lasted}: {c.Answer}"));
        // Not taken for a fault of Api, or of ours.
        Assert.DoesNotContain(slow.Cut, c => c.Answer.StartsWith("HTTP/1.1 5", StringComparison.Ordinal));
    }
}
