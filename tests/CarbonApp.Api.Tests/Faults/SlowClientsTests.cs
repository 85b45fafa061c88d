using System.Text;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Tests.Shared;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Faults;

/// <summary>A process of the Api whose patience with slow callers is short, and whose connections to Postgres are few.</summary>
public sealed class ImpatientApi(PostgresServer server) : IAsyncLifetime
{
    internal const int HeadersSeconds = 3;
    internal const double GraceSeconds = 2;

    private LentDatabase? _database;
    private ApiProcess? _process;

    internal ApiProcess Process => _process!;

    public async ValueTask InitializeAsync()
    {
        _database = await LentDatabase.LendAsync(server);
        _process = await ApiProcess.StartAsync(
            _database.ConnectionString, FormattableString.Invariant($"SlowClients__HeadersSeconds={HeadersSeconds}"), FormattableString.Invariant($"SlowClients__GraceSeconds={GraceSeconds}"),
            "Database__MostConnections=14", "Grid__Imports__MostAtOnce=10");
        // The first of each kind compiles the way of it.
        (await Process.PostAsync("/api/v2/plan", Calls.Plan)).Answered(200);
        (await Process.GetAsync("/api/v2/jobs")).Answered(200);
    }

    public async ValueTask DisposeAsync()
    {
        await (_process?.DisposeAsync() ?? default);
        await (_database?.DisposeAsync() ?? default);
    }
}

/// <summary>Callers that send a byte a second: others are served meanwhile, and those are cut in time.</summary>
public sealed class SlowClientsTests(ImpatientApi impatient) : IClassFixture<ImpatientApi>
{
    private const int HeadersSeconds = ImpatientApi.HeadersSeconds;
    private const double GraceSeconds = ImpatientApi.GraceSeconds;

    /// <summary>Kestrel looks once a second, and a machine that is busy is late.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(2);

    private ApiProcess Api => impatient.Process;

    [Fact]
    public async Task SlowSenders_OfHeadersBodiesAndFiles_AreCutAndKeepNobodyWaiting()
    {
        await using var slow = new SlowCallers();
        var address = Api.Client.BaseAddress!;
        slow.Add(60, address, "POST /api/v2/plan HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
        slow.Add(40, address, "POST /api/v2/plan HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
        // More than there are connections to Postgres; those that wait for their turn are cut after the others.
        slow.Add(20, address, "POST /api/v2/imports HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: 100000\r\n\r\ndatetime,GB\n");

        var calls = 0;
        while (slow.Cut.Count < slow.Count)
        {
            var began = TimeProvider.System.GetTimestamp();
            (await Api.PostAsync("/api/v2/plan", Calls.Plan)).Answered(200);
            (await Api.GetAsync("/api/v2/jobs")).Answered(200);
            var took = TimeProvider.System.GetElapsedTime(began);
            Assert.True(took < Prompt, $"another caller waited for {took.TotalSeconds:0.0} s");
            Assert.True(calls++ < 300, $"{slow.Count - slow.Cut.Count} are not cut");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.All(slow.Cut, c => Assert.True(c.Lasted < TimeSpan.FromSeconds(HeadersSeconds + (2 * GraceSeconds)) + Slack, $"it lasted {c.Lasted}: {c.Answer}"));
        Assert.DoesNotContain(slow.Cut, c => c.Answer.StartsWith("HTTP/1.1 5", StringComparison.Ordinal) && !c.Answer.StartsWith("HTTP/1.1 503", StringComparison.Ordinal));
        Assert.Contains(slow.Cut, c => c.Answer.Contains("BODY_TOO_SLOW", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SteadySender_AboveTheLeastRate_IsServed()
    {
        var text = Encoding.ASCII.GetBytes(Calls.Forecast(minutes: 60));
        using var content = new StreamContent(new TrickleStream(text, bytes: 200, pause: TimeSpan.FromMilliseconds(400)));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v2/imports?status=forecast") { Content = content };
        content.Headers.ContentType = new("text/csv");

        var answer = await Answer.Of(await Api.Client.SendAsync(request));

        Assert.Equal(60, answer.Answered(200).Number("slotsStored"));
    }

    /// <summary>A text that comes piece by piece.</summary>
    private sealed class TrickleStream(byte[] text, int bytes, TimeSpan pause) : MemoryStream(text)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(pause, cancellationToken);
            return await base.ReadAsync(buffer[..Math.Min(bytes, buffer.Length)], cancellationToken);
        }
    }
}
