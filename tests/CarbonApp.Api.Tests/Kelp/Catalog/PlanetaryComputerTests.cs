using System.Globalization;
using CarbonApp.Api.Kelp.Catalog;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Tests.Shared;
using Microsoft.AspNetCore.Http;

namespace CarbonApp.Api.Tests.Kelp.Catalog;

/// <summary>Storage behind tokens: the scene's files are given only to who shows the one of the hour.</summary>
public sealed class PlanetaryComputerTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Read_Scene_SignsEveryRequestWithOneTokenAndSendsTheKeyToNoStorage()
    {
        const string Token = "st=2026-03-15T12%3A00%3A00Z&se=2026-03-15T13%3A00%3A00Z&sp=rl&sv=2024-05-04&sr=c&sig=a%2Fb%2Bc%3D";
        await using var storage = await StorageAsync(() => Token);
        await using var tokens = await TokensAsync(call => call == 1 ? Token : "sig=two", Now.AddHours(1));
        using var host = Host(new FakeClock(Now), tokens, storage, ("Kelp:Catalogs:PlanetaryComputer:SubscriptionKey", "secret-key"));

        var (numbers, scene) = await HttpRangesTests.ReadAsync(host, storage, "planetary-computer");

        scene.Dispose();
        Assert.Equal(await HttpRangesTests.TruthAsync(), numbers);
        Assert.Equal("/token/sentinel-2-l2a", Assert.Single(tokens.Requests));
        Assert.All(storage.Requests, r => Assert.Equal("?" + Token, r.Query));
        Assert.DoesNotContain(host.Log.All, line => line.Contains("sig=", StringComparison.Ordinal) || line.Contains("secret-key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_TokenThatEndsMeanwhile_IsRenewedOnceAndNothingIsLost()
    {
        var good = "sig=one";
        await using var storage = await StorageAsync(() => good);
        await using var tokens = await TokensAsync(call => call == 1 ? "sig=one" : "sig=two", Now.AddHours(1));
        using var host = Host(new FakeClock(Now), tokens, storage);
        storage.Fault = (request, context) =>
        {
            good = request > 7 ? "sig=two" : good;
            return Task.FromResult(Refused(context, good));
        };

        var (numbers, scene) = await HttpRangesTests.ReadAsync(host, storage, "planetary-computer");

        scene.Dispose();
        Assert.Equal(await HttpRangesTests.TruthAsync(), numbers);
        Assert.Equal(2, tokens.Requests.Count);
    }

    [Fact]
    public async Task Read_TokenNearItsEnd_IsRenewedBeforeItIsRefused()
    {
        await using var storage = await StorageAsync(() => null);
        var clock = new FakeClock(Now);
        await using var tokens = await TokensAsync(call => $"sig={call}", Now.AddHours(1));
        using var host = Host(clock, tokens, storage);

        await ReadOnceAsync(host, storage);
        clock.Advance(TimeSpan.FromMinutes(54));
        await ReadOnceAsync(host, storage);
        Assert.Single(tokens.Requests);

        clock.Advance(TimeSpan.FromMinutes(2));
        await ReadOnceAsync(host, storage);
        Assert.Equal(2, tokens.Requests.Count);
        Assert.Equal("?sig=2", storage.Requests.Last().Query);
    }

    /// <summary>Ours may be the clock that is wrong: the storage decides, and the token is not fetched for every request.</summary>
    [Fact]
    public async Task Read_TokenThatSeemsToHaveEnded_IsUsedUntilItIsRefused()
    {
        await using var storage = await StorageAsync(() => "sig=1");
        await using var tokens = await TokensAsync(call => $"sig={call}", Now.AddHours(-1));
        using var host = Host(new FakeClock(Now), tokens, storage);

        await ReadOnceAsync(host, storage);
        await ReadOnceAsync(host, storage);

        Assert.Single(tokens.Requests);
    }

    [Fact]
    public async Task Read_StorageThatRefusesEveryToken_SaysSoAfterOneRenewal()
    {
        await using var storage = await StorageAsync(() => "sig=never");
        await using var tokens = await TokensAsync(call => $"sig={call}", Now.AddHours(1));
        using var host = Host(new FakeClock(Now), tokens, storage);

        var fault = await Assert.ThrowsAsync<CatalogException>(() => ReadOnceAsync(host, storage));

        Assert.Equal(CatalogFault.Refused, fault.Fault);
        Assert.DoesNotContain("sig=", fault.Message, StringComparison.Ordinal);
        Assert.Equal((2, 2), (tokens.Requests.Count, storage.Requests.Count));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"token":"","msft:expiry":"2026-03-15T13:00:00Z"}""")]
    [InlineData("""{"token":"x","msft:expiry":"soon"}""")]
    [InlineData("[]")]
    public async Task Read_TokenThatIsNone_NamesTheFault(string answer)
    {
        await using var storage = await StorageAsync(() => null);
        await using var tokens = await UpstreamStandIn.StartAsync(UpstreamStandIn.Json(answer));
        using var host = Host(new FakeClock(Now), tokens, storage);

        Assert.Contains("no token with its expiry", (await Assert.ThrowsAsync<CatalogException>(() => ReadOnceAsync(host, storage))).Message, StringComparison.Ordinal);
        Assert.Empty(storage.Requests);
    }

    [Fact]
    public async Task Open_SceneThatRestsOnItsBaseline_ReadsTheSignedProductMetadata()
    {
        var folder = Directory.CreateTempSubdirectory("product");
        try
        {
            File.Copy(SharedData.File("kelp/stac-items/S2A_MSIL2A_20230625T234621_N0509_R073_T01WCP_20230626T022157__MTD_MSIL2A.xml"), Path.Combine(folder.FullName, "MTD_MSIL2A.xml"));
            File.Copy(Path.Combine(SceneFiles.SceneFolder, "SCL.tif"), Path.Combine(folder.FullName, "B04.tif"));
            File.Copy(Path.Combine(SceneFiles.SceneFolder, "SCL.tif"), Path.Combine(folder.FullName, "SCL.tif"));
            await using var storage = await SceneServer.StartAsync(folder.FullName);
            await using var tokens = await TokensAsync(call => call == 1 ? "sig=one" : "sig=two", Now.AddHours(1));
            using var host = Host(new FakeClock(Now), tokens, storage);
            var item = Item(storage.Address, "MTD_MSIL2A.xml");

            using var classes = await host.Catalog("planetary-computer").OpenAsync(item, [SentinelBand.Scl], CancellationToken.None);
            Assert.DoesNotContain(storage.Requests, r => r.Path.EndsWith(".xml", StringComparison.Ordinal));

            storage.Fault = (_, context) => Task.FromResult(Refused(context, "sig=two"));
            using var settled = await host.Catalog("planetary-computer").OpenAsync(item, [SentinelBand.B04], CancellationToken.None);
            using var without = await host.Catalog("planetary-computer").OpenAsync(Item(storage.Address, "gone.xml"), [SentinelBand.B04], CancellationToken.None);

            Assert.Equal((OffsetRule.ProcessingBaseline, -0.1), (item.Assets[SentinelBand.B04].Rule!.Value, item.Assets[SentinelBand.B04].Scale.Offset));
            Assert.Equal((OffsetRule.ProductMetadata, -0.1, 664.6), (settled.Reader.AssetOf(SentinelBand.B04).Rule!.Value, settled.Reader.AssetOf(SentinelBand.B04).Scale.Offset, settled.Reader.AssetOf(SentinelBand.B04).CentreWavelengthNm!.Value));
            Assert.Equal(OffsetRule.ProcessingBaseline, without.Reader.AssetOf(SentinelBand.B04).Rule);
            Assert.Contains("rests on the processing baseline", Assert.Single(without.Reader.Item.Warnings), StringComparison.Ordinal);
            // The first token was refused for the metadata already.
            Assert.Equal(2, tokens.Requests.Count);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static SceneItem Item(Uri address, string metadata)
    {
        using var document = System.Text.Json.JsonDocument.Parse("""
            {"type":"Feature","id":"a","bbox":[10,50,11,51],"properties":{"datetime":"2024-06-01T10:30:00Z","s2:processing_baseline":"05.09"},
             "assets":{"B04":{"href":"HOSTB04.tif"},"SCL":{"href":"HOSTSCL.tif"},"product-metadata":{"href":"HOSTXML"}}}
            """.Replace("HOST", address.AbsoluteUri, StringComparison.Ordinal).Replace("XML", metadata, StringComparison.Ordinal));
        return StacItemReader.Read(document.RootElement);
    }

    private static CatalogHost Host(TimeProvider clock, UpstreamStandIn tokens, SceneServer storage, params (string Key, string Value)[] settings) => new(clock,
    [
        ("Kelp:Catalogs:PlanetaryComputer:DataHosts", storage.Address.Host), ("Kelp:Catalogs:PlanetaryComputer:TokenAddress", $"{tokens.Address}token"), .. settings,
    ]);

    /// <summary>Gives files to who shows the token of now, or to all where that is null.</summary>
    private static async Task<SceneServer> StorageAsync(Func<string?> token)
    {
        var storage = await SceneServer.StartAsync(SceneFiles.SceneFolder);
        storage.Fault = (_, context) => Task.FromResult(Refused(context, token()));
        return storage;
    }

    /// <summary>As Azure's storage answers an expired signature.</summary>
    private static bool Refused(HttpContext context, string? token)
    {
        Assert.DoesNotContain("secret-key", context.Request.Headers.SelectMany(h => h.Value), StringComparer.Ordinal);
        if (token is null || context.Request.QueryString.Value == "?" + token)
        {
            return false;
        }

        context.Response.StatusCode = 403;
        return true;
    }

    private static Task<UpstreamStandIn> TokensAsync(Func<int, string> token, DateTimeOffset ends)
    {
        var calls = 0;
        return UpstreamStandIn.StartAsync(context => UpstreamStandIn.Json(string.Create(CultureInfo.InvariantCulture,
            $$"""{"msft:expiry":"{{ends:yyyy-MM-dd'T'HH:mm:ss'Z'}}","token":"{{token(Interlocked.Increment(ref calls))}}"}"""))(context));
    }

    private static async Task ReadOnceAsync(CatalogHost host, SceneServer storage)
    {
        using var scene = await host.Catalog("planetary-computer").OpenAsync(SceneFiles.Item(storage.Address), [SentinelBand.Scl], CancellationToken.None);
    }
}
