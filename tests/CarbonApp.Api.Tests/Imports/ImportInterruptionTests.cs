using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonApp.Api.Tests.Imports;

/// <summary>Imports whose upload breaks off or whose Postgres is killed. Each has a server of its own to kill.</summary>
public sealed class ImportInterruptionTests
{
    private const int Hours = 6_000;
    private static readonly Dictionary<string, string> SmallBatches = new() { ["Grid:Imports:BatchSlots"] = "500" };
    private static readonly DateTimeOffset Zero = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Zones = ["GB", "FR", "DE"];

    [Fact]
    public async Task Post_PostgresKilledMidWriteAndBack_ResumesToTheUndisturbedResult()
    {
        await using var server = new PostgresServer();
        await using var api = await ApiOnPostgres.StartAsync(server, SmallBatches);
        var file = File();
        var half = new Valve(file, file.Length / 2);
        var post = api.PostImportAsync("", half, "big");
        await UntilAsync(async () => (await api.GetImportAsync("big"))?.SlotsStored > 2_000, half);

        await server.KillAsync();
        half.Open();
        await (await post).ProblemAsync(503, "STORE_UNAVAILABLE");
        await server.RestartAsync();
        var broken = (await api.GetImportAsync("big"))!;
        var import = await api.ImportAsync("", file, "big");

        Assert.Equal("interrupted", broken.Status);
        Assert.InRange(broken.SlotsStored, 2_000, Hours * Zones.Length - 1);
        await AssertUndisturbedAsync(api, import);
    }

    [Fact]
    public async Task Post_UploadBreaksOff_KeepsWhatWasCommittedAndResumes()
    {
        await using var server = new PostgresServer();
        await using var api = await ApiOnPostgres.StartAsync(server, SmallBatches);
        var file = File();
        var half = new Valve(file, file.Length / 2);
        using var client = new CancellationTokenSource();
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v2/imports") { Content = half };
        request.Headers.Add("Idempotency-Key", "cut");
        var post = api.Client.SendAsync(request, client.Token);
        await UntilAsync(async () => (await api.GetImportAsync("cut"))?.SlotsStored > 2_000, half);

        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => post);
        await UntilAsync(async () => (await api.GetImportAsync("cut"))?.Status == "interrupted");

        await AssertUndisturbedAsync(api, await api.ImportAsync("", file, "cut"));
    }

    [Fact]
    public async Task Post_MoreAtOnceThanAreTaken_IsRefusedInTimeAndTakenLater()
    {
        await using var server = new PostgresServer();
        await using var api = await ApiOnPostgres.StartAsync(
            server, new Dictionary<string, string> { ["Grid:Imports:BatchSlots"] = "500", ["Grid:Imports:MostAtOnce"] = "1", ["Grid:Imports:WaitSeconds"] = "0.2" });
        var file = File();
        var half = new Valve(file, file.Length / 2);
        var first = api.PostImportAsync("", half, "first");
        await UntilAsync(async () => (await api.GetImportAsync("first"))?.SlotsStored > 2_000, half);

        await (await api.PostImportAsync("", file, "second")).ProblemAsync(503, "IMPORTS_BUSY");
        half.Open();

        Assert.True((await first).IsSuccessStatusCode);
        Assert.Equal("completed", (await api.ImportAsync("", file, "second")).Status);
    }

    [Fact]
    public async Task Post_TwoAtOnceUnderOneKey_OneIsToldSo()
    {
        await using var server = new PostgresServer();
        await using var api = await ApiOnPostgres.StartAsync(server, SmallBatches);
        var file = File();
        var half = new Valve(file, file.Length / 2);
        var first = api.PostImportAsync("", half, "same");
        await UntilAsync(async () => (await api.GetImportAsync("same"))?.SlotsStored > 0, half);

        using var second = await api.PostImportAsync("", file, "same");
        var underWay = await api.GetImportAsync("same");
        half.Open();

        await second.ProblemAsync(409, "IMPORT_RUNNING");
        Assert.Equal("running", underWay!.Status);
        Assert.True((await first).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Post_AnotherFileUnderAnUnfinishedKey_IsRefused()
    {
        await using var server = new PostgresServer();
        await using var api = await ApiOnPostgres.StartAsync(server, SmallBatches);
        var file = File();
        using var cut = await api.PostImportAsync("", file[..(file.Length / 2)] + "\n\0\n", "mine");
        await cut.ProblemAsync(422, "INVALID_FILE");

        using var other = await api.PostImportAsync("", file.Replace(",7", ",8", StringComparison.Ordinal), "mine");

        await other.ProblemAsync(422, "IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    public async Task Start_PostgresDown_ApiRunsAndOpensTheStoreWhenItComes()
    {
        await using var server = new PostgresServer();
        var connectionString = await server.CreateDatabaseAsync("late");
        await server.KillAsync();
        await using var api = ApiOnPostgres.Start(connectionString + ";Timeout=2");
        var source = new StoredHistorySource(api.Services.GetRequiredService<StoredReadings>());
        var query = new SignalQuery(SignalBasis.AverageLifecycle(ZoneId.Parse("GB")), Zero, Zero.AddDays(1));

        var down = await Assert.ThrowsAsync<UpstreamException>(() => source.GetAsync(query, CancellationToken.None));
        using var post = await api.PostImportAsync("?zone=GB", "time,value\n2020-01-01 00:00,1\n2020-01-01 01:00,2\n");
        await server.StartAsync();
        await api.ReadyAsync();
        await api.ImportAsync("?zone=GB", "time,value\n2020-01-01 00:00,1\n2020-01-01 01:00,2\n");
        var signal = await source.GetAsync(query, CancellationToken.None);
        await server.KillAsync();
        // Another range: the first is remembered for seconds.
        var gone = await Assert.ThrowsAsync<UpstreamException>(() => source.GetAsync(query with { To = Zero.AddDays(2) }, CancellationToken.None));

        await post.ProblemAsync(503, "STORE_UNAVAILABLE");
        Assert.Equal(("stored", "stored"), (down.SourceName, gone.SourceName));
        Assert.Equal([1d, 2d], signal.GramsPerKilowattHour.ToArray());
        Assert.Equal("import", Assert.Single(signal.Provenances).Source);
    }

    private static async Task AssertUndisturbedAsync(ApiOnPostgres api, CarbonApp.Api.Grid.Imports.ImportResponse import)
    {
        Assert.Equal("completed", import.Status);
        Assert.Equal((Hours, (long)Hours * Zones.Length, 0L), (import.RowsRead, import.SlotsStored, import.RowsRejected));
        for (var zone = 0; zone < Zones.Length; zone++)
        {
            var signal = await api.Store.ReadAsync(SignalBasis.AverageLifecycle(ZoneId.Parse(Zones[zone])), Zero, Zero.AddYears(2), CancellationToken.None);
            Assert.Equal((Zero, Zero.AddHours(Hours), Hours), (signal.Start, signal.End, signal.Count));
            Assert.Equal(Enumerable.Range(0, Hours).Select(h => Value(h, zone)), signal.GramsPerKilowattHour.ToArray());
        }
    }

    private static double Value(int hour, int zone) => (hour * 7919 % 1_000) + (zone * 0.125);

    private static string File()
    {
        var text = new StringBuilder("datetime,").AppendJoin(',', Zones).Append('\n');
        for (var h = 0; h < Hours; h++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Zero.AddHours(h):yyyy-MM-dd HH:mm:ss},{Value(h, 0)},{Value(h, 1)},{Value(h, 2)}\n");
        }

        return text.ToString();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, Valve? upload = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        if (upload is not null)
        {
            await upload.Held.WaitAsync(limit.Token);
        }

        while (true)
        {
            try
            {
                if (await condition())
                {
                    return;
                }
            }
            catch (HttpRequestException e) when (e.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                // Not begun yet.
            }

            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>A body that holds after some bytes until it is opened.</summary>
    private sealed class Valve : HttpContent
    {
        private readonly byte[] _bytes;
        private readonly int _heldAt;
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Valve(string text, int heldAt)
        {
            (_bytes, _heldAt) = (Encoding.UTF8.GetBytes(text), heldAt);
            Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        }

        public Task Held => _held.Task;

        public void Open() => _opened.TrySetResult();

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(_bytes.AsMemory(0, _heldAt), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            _held.TrySetResult();
            await _opened.Task.WaitAsync(cancellationToken);
            await stream.WriteAsync(_bytes.AsMemory(_heldAt), cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _bytes.Length;
            return true;
        }
    }
}
