using CarbonApp.Api.Kelp.Catalog;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Scenes;
using Microsoft.AspNetCore.Http;

namespace CarbonApp.Api.Tests.Kelp.Catalog;

/// <summary>The real scene over a server that misbehaves: what is read is what the files hold, or a fault that says why not.</summary>
public sealed class HttpRangesTests
{
    private static readonly SentinelBand[] Bands = [SentinelBand.B02, SentinelBand.B04, SentinelBand.B08, SentinelBand.B11, SentinelBand.Scl];

    /// <summary>A corner of the scene: one block of each band.</summary>
    private static readonly PixelWindow Corner = new(200, 200, 200, 200);

    /// <summary>Opening takes 32 KiB of each file, which counts where an area touches one small block at the scene's end only.</summary>
    [Theory]
    [InlineData(200, 200, 200, 200)]
    [InlineData(450, 450, 150, 150)]
    [InlineData(100, 490, 900, 40)]
    [InlineData(0, 0, 1098, 1098)]
    public async Task Read_AreaOfTheScene_TakesAtMostThirteenTenthsOfTheBlocksItTouches(int column, int row, int width, int height)
    {
        var area = new PixelWindow(column, row, width, height);
        await using var server = await SceneServer.StartAsync(SceneFiles.SceneFolder);
        using var host = EarthSearch();

        var (numbers, scene) = await ReadAsync(host, server, area: area);

        using (scene)
        {
            Assert.Equal(await TruthAsync(area), numbers);
            var needed = await BytesOfBlocksAsync(area);
            TestContext.Current.TestOutputHelper?.WriteLine($"{server.BytesSent} bytes in {server.Requests.Count} requests, {needed} in the blocks: {(double)server.BytesSent / needed:0.000}");
            Assert.Equal(server.BytesSent, scene.Transfer.Bytes);
            Assert.Equal(server.Requests.Count, scene.Transfer.Requests);
            Assert.True(server.BytesSent <= 1.3 * needed, $"{server.BytesSent} bytes sent, {needed} in the blocks: {(double)server.BytesSent / needed:0.000}");
        }
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(500)]
    [InlineData(408)]
    public async Task Read_ServerThatRefusesForAWhile_IsAskedAgain(int status)
    {
        await using var server = await SceneServer.StartAsync(SceneFiles.SceneFolder);
        server.Fault = (request, context) => request % 2 == 1 ? Answered(context, status, "0") : Task.FromResult(false);
        using var host = EarthSearch();

        var (numbers, scene) = await ReadAsync(host, server);

        using (scene)
        {
            Assert.Equal(await TruthAsync(), numbers);
            Assert.InRange(scene.Transfer.Failed, Bands.Length, server.Requests.Count);
        }
    }

    [Fact]
    public async Task Read_ServerThatAsksToWait_IsLeftAloneForThatTime()
    {
        await using var server = await SceneServer.StartAsync(SceneFiles.SceneFolder);
        var (refusedAt, againAt) = (0L, 0L);
        server.Fault = (request, context) =>
        {
            if (request == 1)
            {
                refusedAt = TimeProvider.System.GetTimestamp();
                return Answered(context, 429, "1");
            }

            againAt = againAt == 0 ? TimeProvider.System.GetTimestamp() : againAt;
            return Task.FromResult(false);
        };
        using var host = EarthSearch();

        using var scene = await host.Catalog("earth-search").OpenAsync(SceneFiles.Item(server.Address), [SentinelBand.Scl], CancellationToken.None);

        Assert.True(TimeProvider.System.GetElapsedTime(refusedAt, againAt) >= TimeSpan.FromMilliseconds(950));
    }

    [Fact]
    public async Task Read_ServerThatAsksToWaitPastTheDeadline_FailsAtOnceSayingSo()
    {
        await using var server = await SceneServer.StartAsync(SceneFiles.SceneFolder);
        server.Fault = (_, context) => Answered(context, 429, "3600");
        using var host = EarthSearch();

        var fault = await Assert.ThrowsAsync<CatalogException>(() => ReadAsync(host, server));

        Assert.Equal((CatalogFault.RateLimited, TimeSpan.FromHours(1)), (fault.Fault, fault.RetryAfter!.Value));
    }

    [Fact]
    public async Task Read_BodiesCutOff_GoesOnWhereTheyBroke()
    {
        await using var server = await SceneServer.StartAsync(SceneFiles.SceneFolder);
        server.Fault = async (_, context) =>
        {
            // Every answer but small ones is cut after 100,000 bytes: more cuts than there are attempts, each with progress.
            await server.SendAsync(context, most: 100_000);
            return true;
        };
        using var host = EarthSearch();

        var (numbers, scene) = await ReadAsync(host, server);

        using (scene)
        {
            Assert.Equal(await TruthAsync(), numbers);
            Assert.True(scene.Transfer.Failed > 6, $"{scene.Transfer.Failed} cuts");
            Assert.True(server.BytesSent <= 1.3 * await BytesOfBlocksAsync(Corner), "what had come was asked for again");
        }
    }

    [Fact]
    public async Task Read_ServerThatIsSlowButSends_IsWaitedFor()
    {
        await using var server = await SceneServer.StartAsync(SceneFiles.SceneFolder);
        server.Fault = async (_, context) =>
        {
            // The whole takes longer than the patience for silence, no piece does.
            await server.SendAsync(context, pace: at => Task.Delay(at % (64 << 10) == 0 ? 40 : 0));
            return true;
        };
        using var host = EarthSearch(("Kelp:Catalogs:StallTimeoutSeconds", "2"));

        var (numbers, scene) = await ReadAsync(host, server);

        using (scene)
        {
            Assert.Equal(await TruthAsync(), numbers);
            Assert.Equal(0, scene.Transfer.Failed);
        }
    }

    [Fact]
    public async Task Read_ServerThatFallsSilent_IsAskedAgainFromThere()
    {
        await using var server = await SceneServer.StartAsync(SceneFiles.SceneFolder);
        server.Fault = async (request, context) =>
        {
            if (request == Bands.Length + 1)
            {
                await server.SendAsync(context, pace: at => at >= 64 << 10 ? Task.Delay(Timeout.Infinite, context.RequestAborted) : Task.CompletedTask);
                return true;
            }

            return false;
        };
        using var host = EarthSearch(("Kelp:Catalogs:StallTimeoutSeconds", "0.3"));

        var (numbers, scene) = await ReadAsync(host, server);

        using (scene)
        {
            Assert.Equal(await TruthAsync(), numbers);
            Assert.Equal(1, scene.Transfer.Failed);
        }
    }

    [Fact]
    public async Task Read_ServerThatNeverAnswers_FailsByTheDeadline()
    {
        await using var server = await SceneServer.StartAsync(SceneFiles.SceneFolder);
        server.Fault = async (_, context) =>
        {
            await UpstreamStandIn.Hang(context);
            return true;
        };
        using var host = EarthSearch(("Kelp:Catalogs:StallTimeoutSeconds", "0.1"), ("Kelp:Catalogs:MaxRetries", "1"));

        var fault = await Assert.ThrowsAsync<CatalogException>(() => ReadAsync(host, server));

        Assert.Equal(CatalogFault.TimedOut, fault.Fault);
    }

    [Fact]
    public async Task Read_FileReplacedMeanwhile_IsRefused()
    {
        await using var server = await SceneServer.StartAsync(SceneFiles.SceneFolder);
        server.Fault = (request, _) =>
        {
            server.ETag = request > Bands.Length ? "\"two\"" : "\"one\"";
            return Task.FromResult(false);
        };
        using var host = EarthSearch();

        var fault = await Assert.ThrowsAsync<CatalogException>(() => ReadAsync(host, server));

        Assert.Equal(CatalogFault.Changed, fault.Fault);
        Assert.Contains("\"two\"", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ServerWithoutRanges_IsRefusedWithTheRemedy()
    {
        await using var server = await SceneServer.StartAsync(SceneFiles.SceneFolder);
        server.Fault = async (_, context) =>
        {
            context.Response.ContentLength = 2_000_000;
            await context.Response.Body.WriteAsync(new byte[100]);
            return true;
        };
        using var host = EarthSearch();

        var fault = await Assert.ThrowsAsync<CatalogException>(() => ReadAsync(host, server));

        Assert.Equal(CatalogFault.BadPayload, fault.Fault);
        Assert.Contains("local folder", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ServerThatAnswersAnotherRange_IsRefused()
    {
        await using var server = await SceneServer.StartAsync(SceneFiles.SceneFolder);
        server.Fault = async (_, context) =>
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = "bytes 5-14/1000000";
            await context.Response.Body.WriteAsync(new byte[10]);
            return true;
        };
        using var host = EarthSearch();

        Assert.Contains("'bytes 5-14/1000000'", (await Assert.ThrowsAsync<CatalogException>(() => ReadAsync(host, server))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_FileThatIsNotThere_NamesItAndIsNotAskedAgain()
    {
        await using var server = await SceneServer.StartAsync(SceneFiles.ChipFolder);
        using var host = EarthSearch();

        var fault = await Assert.ThrowsAsync<CatalogException>(() => ReadAsync(host, server));

        Assert.Equal(CatalogFault.NotFound, fault.Fault);
        Assert.True(server.Requests.Count <= Bands.Length);
    }

    [Fact]
    public async Task Read_ManyRangesAtOnce_KeepsToTheLimitOfTheCatalogue()
    {
        await using var server = await SceneServer.StartAsync(SceneFiles.SceneFolder);
        var (inFlight, most) = (0, 0);
        server.Fault = async (_, context) =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref inFlight));
            await Task.Delay(5);
            await server.SendAsync(context);
            Interlocked.Decrement(ref inFlight);
            return true;
        };
        using var host = EarthSearch(("Kelp:Catalogs:MaxRequestsInFlight", "2"));

        var (_, scene) = await ReadAsync(host, server);

        scene.Dispose();
        Assert.InRange(most, 1, 2);
    }

    [Theory]
    [InlineData("s3://sentinel-cogs/B04.tif", CatalogFault.NotAllowed)]
    [InlineData("http://169.254.169.254/latest/meta-data", CatalogFault.NotAllowed)]
    [InlineData("http://localhost:9/B04.tif", CatalogFault.NotAllowed)]
    [InlineData("http://user:word@127.0.0.1:9/B04.tif", CatalogFault.NotAllowed)]
    [InlineData("file:///etc/passwd", CatalogFault.NotAllowed)]
    public async Task Open_ItemThatPointsElsewhere_IsRefusedUncalled(string href, object expected)
    {
        using var host = EarthSearch();
        var item = SceneFiles.Item(new Uri("http://127.0.0.1:9/"));
        var elsewhere = item with { Assets = new Dictionary<SentinelBand, SceneAsset> { [SentinelBand.B04] = item.Assets[SentinelBand.B04] with { Href = href } } };

        var fault = await Assert.ThrowsAsync<CatalogException>(async () => await host.Catalog("earth-search").OpenAsync(elsewhere, [SentinelBand.B04], CancellationToken.None));

        Assert.Equal(expected, fault.Fault);
    }

    /// <summary>A host that the list allows is still not called where it is not public, unless an operator says so.</summary>
    [Fact]
    public async Task Open_AllowedHostThatIsThisMachine_IsRefusedByTheGuard()
    {
        await using var server = await SceneServer.StartAsync(SceneFiles.SceneFolder);
        using var host = EarthSearch(("Outbound:AllowLoopback", "false"));

        var fault = await Assert.ThrowsAsync<CatalogException>(() => ReadAsync(host, server));

        Assert.Equal(CatalogFault.NotAllowed, fault.Fault);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Read_Cancelled_Stops()
    {
        await using var server = await SceneServer.StartAsync(SceneFiles.SceneFolder);
        using var cancelled = new CancellationTokenSource();
        server.Fault = async (_, context) =>
        {
            await cancelled.CancelAsync();
            await UpstreamStandIn.Hang(context);
            return true;
        };
        using var host = EarthSearch();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await host.Catalog("earth-search").OpenAsync(SceneFiles.Item(server.Address), Bands, cancelled.Token));
    }

    internal static CatalogHost EarthSearch(params (string Key, string Value)[] settings) =>
        new(settings: [("Kelp:Catalogs:EarthSearch:DataHosts", "127.0.0.1"), .. settings]);

    internal static async Task<(ushort[] Numbers, OpenScene Scene)> ReadAsync(CatalogHost host, SceneServer server, string catalog = "earth-search", PixelWindow? area = null)
    {
        var scene = await host.Catalog(catalog).OpenAsync(SceneFiles.Item(server.Address), Bands, CancellationToken.None);
        var numbers = await Task.WhenAll(Bands.Select(b => SceneFiles.ReadAsync(scene, b, scene.Reader.Grid.Window(area ?? Corner))));
        return ([.. numbers.SelectMany(n => n)], scene);
    }

    /// <summary>The same window from the files themselves.</summary>
    internal static async Task<ushort[]> TruthAsync(PixelWindow? area = null)
    {
        using var host = new CatalogHost(settings: ("Kelp:Catalogs:Local:Folder", SceneFiles.SceneFolder));
        var item = Assert.Single(await LocalCatalogTests.SearchAsync(host, new GeoBounds(-11.5, 24.5, -11.4, 24.6)));
        using var scene = await host.Catalog("local").OpenAsync(item, Bands, CancellationToken.None);
        var numbers = await Task.WhenAll(Bands.Select(b => SceneFiles.ReadAsync(scene, b, scene.Reader.Grid.Window(area ?? Corner))));
        return [.. numbers.SelectMany(n => n)];
    }

    /// <summary>Encoded bytes of the blocks the window touches, asked of the files' own tables: every block read alone through a counter.</summary>
    private static async Task<long> BytesOfBlocksAsync(PixelWindow area)
    {
        var sum = 0L;
        foreach (var band in Bands)
        {
            var path = Path.Combine(SceneFiles.SceneFolder, $"{(band == SentinelBand.Scl ? "SCL" : band)}.tif");
            var file = await File.ReadAllBytesAsync(path);
            var counting = false;
            var tiff = await GeoTiff.OpenAsync((offset, destination, _) =>
            {
                var length = (int)Math.Min(destination.Length, file.Length - offset);
                file.AsMemory((int)offset, length).CopyTo(destination);
                sum += counting ? length : 0;
                return ValueTask.FromResult(length);
            });
            counting = true;
            var image = tiff.Images[0];
            var ratio = 1098 / image.Width;
            for (var y = area.Row / ratio / image.BlockHeight; y <= (area.Row + area.Height - 1) / ratio / image.BlockHeight; y++)
            {
                for (var x = area.Column / ratio / image.BlockWidth; x <= (area.Column + area.Width - 1) / ratio / image.BlockWidth; x++)
                {
                    var window = new PixelWindow(x * image.BlockWidth, y * image.BlockHeight, 1, 1);
                    await (image.SampleType == SampleType.U8 ? tiff.ReadAsync<byte>(0, 0, window, new byte[1]) : tiff.ReadAsync<ushort>(0, 0, window, new ushort[1]));
                }
            }
        }

        return sum;
    }

    private static async Task<bool> Answered(HttpContext context, int status, string retryAfter)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = retryAfter;
        await context.Response.WriteAsync("no");
        return true;
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
