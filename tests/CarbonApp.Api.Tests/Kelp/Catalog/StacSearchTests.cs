using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CarbonApp.Api.Kelp.Catalog;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Tests.Shared;
using Microsoft.AspNetCore.Http;

namespace CarbonApp.Api.Tests.Kelp.Catalog;

/// <summary>Searches against a server that plays recorded and made answers.</summary>
public sealed class StacSearchTests
{
    private static readonly GeoBounds World = new(-180, -90, 180, 90);
    private static readonly DateTimeOffset NewYear = new(2019, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Catalogs => ["planetary-computer", "earth-search"];

    [Fact]
    public async Task Search_RecordedAnswerOfPlanetaryComputer_GivesItsScenes()
    {
        var recorded = StacRecording.Bodies("TestItemSearch.test_datetime_results.yaml")[0];
        await using var server = await StacServer.StartAsync((_, _) => recorded);
        using var host = server.Host();

        var scenes = await SearchAsync(host, "planetary-computer", Query(World) with { From = NewYear, To = NewYear.AddMinutes(1) });

        Assert.Equal(33, scenes.Count);
        Assert.All(scenes, s => Assert.Equal((OffsetRule.ProcessingBaseline, 0), (s.Assets[SentinelBand.B08].Rule!.Value, s.Assets[SentinelBand.B08].Scale.Offset)));
        Assert.All(scenes, s => Assert.True(s.NeedsProductMetadata));
        var asked = JsonDocument.Parse(Assert.Single(server.Bodies)).RootElement;
        Assert.Equal("sentinel-2-l2a", asked.GetProperty("collections")[0].GetString());
        Assert.Equal("2019-01-01T00:00:00Z/2019-01-01T00:01:00Z", asked.GetProperty("datetime").GetString());
        Assert.Equal([-180, -90, 180, 90], asked.GetProperty("bbox").EnumerateArray().Select(v => v.GetDouble()));
        Assert.False(asked.TryGetProperty("query", out _));
    }

    /// <summary>The items of the other recordings are no Sentinel-2: passed over, and counted.</summary>
    [Theory]
    [InlineData("TestAPISearch.test_search_max_items_unlimited_default.yaml", 162)]
    [InlineData("TestItemSearch.test_intersects_results.yaml", 42)]
    public async Task Search_RecordedAnswerOfAnotherCollection_IsPassedOverAndCounted(string recording, int items)
    {
        var recorded = StacRecording.Bodies(recording)[0];
        await using var server = await StacServer.StartAsync((_, _) => recorded);
        using var host = server.Host();
        var progress = new Reports();

        Assert.Empty(await SearchAsync(host, "planetary-computer", Query(World), progress));
        Assert.Equal(new SearchProgress(1, 0, items), Assert.Single(progress.All));
    }

    [Theory]
    [MemberData(nameof(Catalogs))]
    public async Task Search_ManyPages_FollowsNextByPostWithItsBody(string catalog)
    {
        await using var server = await StacServer.StartAsync((page, server) => Page(page, items: 10, more: page < 3
            ? $$"""{"rel":"next","method":"POST","href":"{{server}}search","body":{"token":"next:{{page}}","collections":["sentinel-2-l2a"]} }""" : ""));
        using var host = server.Host();
        var progress = new Reports();

        var scenes = await SearchAsync(host, catalog, Query(World), progress);

        Assert.Equal(30, scenes.Select(s => s.Id).Distinct().Count());
        Assert.Equal([10, 20, 30], progress.All.Select(p => p.Found));
        Assert.Equal(["", "next:1", "next:2"], server.Bodies.Select(b => JsonDocument.Parse(b).RootElement.TryGetProperty("token", out var token) ? token.GetString() : ""));
    }

    [Fact]
    public async Task Search_NextThatMerges_KeepsTheQuery()
    {
        await using var server = await StacServer.StartAsync((page, server) => Page(page, items: 1, more: page < 2
            ? $$"""{"rel":"next","method":"POST","merge":true,"href":"{{server}}search","body":{"next":"2"} }""" : ""));
        using var host = server.Host();

        await SearchAsync(host, "earth-search", Query(World));

        var second = JsonDocument.Parse(server.Bodies.Last()).RootElement;
        Assert.Equal(("2", "sentinel-2-l2a"), (second.GetProperty("next").GetString(), second.GetProperty("collections")[0].GetString()));
    }

    [Fact]
    public async Task Search_NextByGet_IsFollowed()
    {
        await using var server = await StacServer.StartAsync((page, server) => Page(page, items: 1, more: page < 3 ? $$"""{"rel":"next","href":"{{server}}search?page={{page + 1}}"}""" : ""));
        using var host = server.Host();

        Assert.Equal(3, (await SearchAsync(host, "earth-search", Query(World))).Count);
        Assert.Equal(["/search", "/search?page=2", "/search?page=3"], server.Paths);
    }

    [Fact]
    public async Task Search_LimitReached_AsksForNoMorePages()
    {
        await using var server = await StacServer.StartAsync((page, server) => Page(page, items: 10, more: $$"""{"rel":"next","href":"{{server}}search?page={{page + 1}}"}"""));
        using var host = server.Host();

        Assert.Equal(15, (await SearchAsync(host, "earth-search", Query(World) with { Limit = 15 })).Count);
        Assert.Equal(2, server.Paths.Count);
    }

    [Fact]
    public async Task Search_PagesInACircle_IsRefused()
    {
        await using var server = await StacServer.StartAsync((page, server) => Page(page, items: 1, more: $$"""{"rel":"next","href":"{{server}}search?page=2"}"""));
        using var host = server.Host();

        Assert.Contains("back to a page", (await Assert.ThrowsAsync<CatalogException>(() => SearchAsync(host, "earth-search", Query(World)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_PagesWithoutEnd_StopsAtTheLimit()
    {
        await using var server = await StacServer.StartAsync((page, server) => Page(page, items: 1, more: $$"""{"rel":"next","href":"{{server}}search?page={{page + 1}}"}"""));
        using var host = server.Host(("Kelp:Catalogs:MaxPages", "5"));

        Assert.Contains("more than 5 pages", (await Assert.ThrowsAsync<CatalogException>(() => SearchAsync(host, "earth-search", Query(World)))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("https://127.0.0.1/search")]
    [InlineData("http://elsewhere.example/search")]
    [InlineData("file:///etc/passwd")]
    public async Task Search_NextOnAnotherHost_IsNotFollowed(string href)
    {
        await using var server = await StacServer.StartAsync((page, _) => Page(page, items: 1, more: $$"""{"rel":"next","href":"{{href}}"}"""));
        using var host = server.Host();

        Assert.Equal(CatalogFault.NotAllowed, (await Assert.ThrowsAsync<CatalogException>(() => SearchAsync(host, "earth-search", Query(World)))).Fault);
        Assert.Single(server.Paths);
    }

    [Fact]
    public async Task Search_AcrossTheAntimeridian_AsksForBothSidesAndGivesASceneOnce()
    {
        await using var server = await StacServer.StartAsync((_, _) => Page(1, items: 2, more: ""));
        using var host = server.Host();

        var scenes = await SearchAsync(host, "earth-search", Query(new GeoBounds(179, -20, -179, -10)));

        Assert.Equal(2, scenes.Count);
        Assert.Equal(["[179,-20,180,-10]", "[-180,-20,-179,-10]"], server.Bodies.Select(b => JsonDocument.Parse(b).RootElement.GetProperty("bbox").GetRawText()));
    }

    [Fact]
    public async Task Search_AreaAndCloud_AreSentAndJudgedAgainHere()
    {
        await using var server = await StacServer.StartAsync((_, _) => Page(1, items: 4, more: "", cloud: i => i * 20));
        using var host = server.Host();
        using var shape = JsonDocument.Parse("""{"type":"Polygon","coordinates":[[[10,50],[11,50],[11,51],[10,50]]]}""");
        var area = Assert.IsType<AoiOutcome.Accepted>(AreaOfInterest.FromGeoJson(shape.RootElement)).Area;

        var scenes = await SearchAsync(host, "earth-search", Query(World) with { MaxCloudPercent = 30, Area = area });

        Assert.Equal([0, 20], scenes.Select(s => s.CloudPercent));
        var asked = JsonDocument.Parse(Assert.Single(server.Bodies)).RootElement;
        Assert.Equal([10, 50, 11, 50, 11, 51, 10, 50], Numbers(asked.GetProperty("intersects").GetProperty("coordinates")));
        Assert.Equal(30, asked.GetProperty("query").GetProperty("eo:cloud_cover").GetProperty("lte").GetDouble());
        Assert.False(asked.TryGetProperty("bbox", out _));
    }

    [Fact]
    public async Task Search_SceneAtTheEndOfThePeriod_IsOutside()
    {
        await using var server = await StacServer.StartAsync((_, _) => Page(1, items: 1, more: ""));
        using var host = server.Host();
        var time = new DateTimeOffset(2024, 6, 1, 10, 30, 0, TimeSpan.Zero);

        Assert.Empty(await SearchAsync(host, "earth-search", Query(World) with { To = time }));
        Assert.Single(await SearchAsync(host, "earth-search", Query(World) with { From = time, To = time.AddSeconds(1) }));
    }

    [Theory]
    [InlineData("no json", "not JSON")]
    [InlineData("[]", "no list of items")]
    [InlineData("{\"features\":7}", "no list of items")]
    public async Task Search_AnswerThatIsNone_NamesTheFault(string body, string named)
    {
        await using var server = await StacServer.StartAsync((_, _) => body);
        using var host = server.Host();

        Assert.Contains(named, (await Assert.ThrowsAsync<CatalogException>(() => SearchAsync(host, "earth-search", Query(World)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_AnswerWithoutEnd_IsCutByItsSize()
    {
        await using var server = await StacServer.StartAsync((_, _) => "{\"features\":[\"" + new string('x', 3 << 20));
        using var host = server.Host(("Kelp:Catalogs:MaxAnswerMegabytes", "1"));

        Assert.Contains("more than 1024 KiB", (await Assert.ThrowsAsync<CatalogException>(() => SearchAsync(host, "earth-search", Query(World)))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Search_RefusedForAWhile_IsAskedAgain(int status)
    {
        await using var server = await StacServer.StartAsync((_, _) => Page(1, items: 2, more: ""));
        server.Refuse = call => call <= 2 ? status : 0;
        using var host = server.Host();

        Assert.Equal(2, (await SearchAsync(host, "earth-search", Query(World))).Count);
        Assert.Equal(3, server.Paths.Count);
    }

    [Theory]
    [InlineData(401, CatalogFault.Refused, 1)]
    [InlineData(400, CatalogFault.BadPayload, 1)]
    [InlineData(503, CatalogFault.ServerError, 5)]
    public async Task Search_RefusedForGood_SaysSoAfterAsManyAttemptsAsMakeSense(int status, object fault, int attempts)
    {
        await using var server = await StacServer.StartAsync((_, _) => "");
        server.Refuse = _ => status;
        using var host = server.Host();

        Assert.Equal(fault, (await Assert.ThrowsAsync<CatalogException>(() => SearchAsync(host, "earth-search", Query(World)))).Fault);
        Assert.Equal(attempts, server.Paths.Count);
    }

    [Fact]
    public async Task Find_NoNetwork_TriesEveryCatalogueAndSaysWhatEachSaid()
    {
        using var host = new CatalogHost();

        var fault = await Assert.ThrowsAsync<CatalogException>(() => host.Finder.FindAsync(Query(World), null, null, CancellationToken.None));

        Assert.Equal(CatalogFault.Unreachable, fault.Fault);
        Assert.Contains("planetary-computer: 127.0.0.1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("earth-search: 127.0.0.1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("local", fault.Remedy, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Find_FirstCatalogueDown_TakesTheNextAndSaysSo()
    {
        await using var server = await StacServer.StartAsync((_, _) => Page(1, items: 2, more: ""));
        using var host = server.Host(("Kelp:Catalogs:PlanetaryComputer:SearchAddress", $"{CatalogHost.Nobody}search"), ("Kelp:Catalogs:MaxRetries", "0"));

        var found = await host.Finder.FindAsync(Query(World), null, null, CancellationToken.None);

        Assert.Equal(("earth-search", 2), (found.Catalog.Name, found.Scenes.Count));
        Assert.Contains("planetary-computer", Assert.Single(found.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_OnlyCloudyScenes_SaysThatMoreCloudHelps()
    {
        await using var server = await StacServer.StartAsync((_, _) => Page(1, items: 1, more: "", cloud: _ => 90));
        using var host = server.Host();

        var found = await host.Finder.FindAsync(Query(World) with { MaxCloudPercent = 10 }, "earth-search", null, CancellationToken.None);

        Assert.Empty(found.Scenes);
        Assert.Contains("allow more cloud", Assert.Single(found.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_DemoMode_AsksTheFolderOnly()
    {
        using var host = new CatalogHost(settings: [("Kelp:Demo", "true"), ("Kelp:Catalogs:Local:Folder", SceneFiles.Folder)]);

        var found = await host.Finder.FindAsync(Query(World), null, null, CancellationToken.None);

        Assert.Equal(["local"], host.Finder.Catalogs.Select(c => c.Name));
        Assert.Contains("S2A_29RKH_20200219_0_L2A", found.Scenes.Select(s => s.Id));
    }

    private static IEnumerable<double> Numbers(JsonElement json) => json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().SelectMany(Numbers) : [json.GetDouble()];

    private static SceneQuery Query(GeoBounds box) => new()
    {
        Box = box,
        From = new DateTimeOffset(2015, 1, 1, 0, 0, 0, TimeSpan.Zero),
        To = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    private static async Task<List<SceneItem>> SearchAsync(CatalogHost host, string catalog, SceneQuery query, IProgress<SearchProgress>? progress = null)
    {
        var found = new List<SceneItem>();
        await foreach (var scene in host.Catalog(catalog).SearchAsync(query, progress, CancellationToken.None))
        {
            found.Add(scene);
        }

        return found;
    }

    private static string Page(int number, int items, string more, Func<int, double>? cloud = null)
    {
        var features = Enumerable.Range(0, items).Select(i => $$"""
            {"type":"Feature","id":"p{{number}}-{{i}}","bbox":[10,50,11,51],"properties":{"datetime":"2024-06-01T10:30:00Z","eo:cloud_cover":{{cloud?.Invoke(i) ?? 1}},"s2:processing_baseline":"05.09"},
             "assets":{"red":{"href":"https://x/B04.tif"} } }
            """);
        return $$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}],"links":[{{more}}]}""";
    }

    private sealed class Reports : IProgress<SearchProgress>
    {
        public List<SearchProgress> All { get; } = [];

        public void Report(SearchProgress value) => All.Add(value);
    }

    /// <summary>Answers searches by their number, from 1; gzipped where that is understood, as the real ones do.</summary>
    private sealed class StacServer : IAsyncDisposable
    {
        private readonly UpstreamStandIn _server;
        private int _calls;

        private StacServer(UpstreamStandIn server) => _server = server;

        public ConcurrentQueue<string> Bodies { get; } = new();

        public IReadOnlyCollection<string> Paths => _server.Requests;

        /// <summary>Status to answer a call with instead; 0 for none.</summary>
        public Func<int, int> Refuse { get; set; } = _ => 0;

        public static async Task<StacServer> StartAsync(Func<int, Uri, string> answer)
        {
            StacServer? server = null;
            server = new StacServer(await UpstreamStandIn.StartAsync(context => server!.AnswerAsync(context, answer)));
            return server;
        }

        public CatalogHost Host(params (string Key, string Value)[] settings) => new(settings:
        [
            ("Kelp:Catalogs:PlanetaryComputer:SearchAddress", $"{_server.Address}search"), ("Kelp:Catalogs:EarthSearch:SearchAddress", $"{_server.Address}search"), .. settings,
        ]);

        public ValueTask DisposeAsync() => _server.DisposeAsync();

        private async Task AnswerAsync(HttpContext context, Func<int, Uri, string> answer)
        {
            var call = Interlocked.Increment(ref _calls);
            if (Refuse(call) is var status and not 0)
            {
                await UpstreamStandIn.Status(status, retryAfterSeconds: 0)(context);
                return;
            }

            using var reader = new StreamReader(context.Request.Body);
            if (await reader.ReadToEndAsync() is { Length: > 0 } body)
            {
                Bodies.Enqueue(body);
            }

            context.Response.ContentType = "application/geo+json";
            context.Response.Headers.ContentEncoding = "gzip";
            await using var zipped = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await zipped.WriteAsync(Encoding.UTF8.GetBytes(answer(call, _server.Address)));
        }
    }
}
