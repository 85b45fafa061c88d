using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Tests.Shared;
using static CarbonApp.Engine.Tests.Kelp.Scenes.SharedItems;

namespace CarbonApp.Engine.Tests.Kelp.Scenes;

public class StacItemReaderTests
{
    [Fact]
    public void Read_ItemOfEarthSearch_HasAllThatIsUsed()
    {
        var item = Read("sentinel2-scene-29RKH/item.json");

        Assert.Equal("S2A_29RKH_20200219_0_L2A", item.Id);
        Assert.Equal("sentinel-2-l2a", item.Collection);
        Assert.Equal(new DateTimeOffset(2020, 2, 19, 11, 34, 25, 405, TimeSpan.Zero), item.AcquiredAt);
        Assert.Equal("sentinel-2a", item.Platform);
        Assert.Equal(4.051854, item.CloudPercent);
        Assert.Equal(new GeoTransform(199980, 20, 0, 2800020, 0, -20), item.Assets[SentinelBand.B11].Transform);
        Assert.Equal("https://sentinel-cogs.s3.us-west-2.amazonaws.com/sentinel-s2-l2a-cogs/29/R/KH/2020/2/S2A_29RKH_20200219_0_L2A/B8A.tif", item.Assets[SentinelBand.B8A].Href);
        Assert.Equal((665, 865, 1610), (item.Assets[SentinelBand.B04].CentreWavelengthNm, item.Assets[SentinelBand.B8A].CentreWavelengthNm, item.Assets[SentinelBand.B11].CentreWavelengthNm));
        Assert.Null(item.ProductMetadataHref);
    }

    [Fact]
    public void Read_ItemOfPlanetaryComputer_NamesItsProductMetadata()
    {
        var item = Read("stac-items/odcstac__S2B_MSIL2A_20190629T212529_R043_T06VVN_20201006T080531.json");

        Assert.EndsWith("/MTD_MSIL2A.xml", item.ProductMetadataHref, StringComparison.Ordinal);
        Assert.True(item.NeedsProductMetadata);
        Assert.Equal("sentinel-2b", item.Platform);
    }

    [Fact]
    public void Read_EveryItemOfARecordedSearch_IsUnderstood()
    {
        using var page = JsonDocument.Parse(StacRecording.Bodies("TestItemSearch.test_datetime_results.yaml")[0]);
        var items = page.RootElement.GetProperty("features").EnumerateArray().Select(StacItemReader.Read).ToArray();

        Assert.Equal(33, items.Length);
        Assert.All(items, i => Assert.Equal((0, 11), (i.Assets[SentinelBand.B04].Scale.Offset, i.Assets.Count)));
        Assert.All(items, i => Assert.Equal(5, i.MgrsTile!.Length));
    }

    [Theory]
    [InlineData("[]", "no STAC item")]
    [InlineData("""{"type":"Feature"}""", "no STAC item")]
    [InlineData("""{"type":"Feature","id":"a"}""", "no properties")]
    [InlineData("""{"type":"Feature","id":"a","properties":{}}""", "no asset")]
    [InlineData("""{"type":"Feature","id":"a","properties":{"datetime":"soon"},"assets":{"B04":{"href":"x"}},"bbox":[0,0,1,1]}""", "no datetime")]
    [InlineData("""{"type":"Feature","id":"a","properties":{"datetime":"2024-01-01T00:00:00Z"},"assets":{"B04":{"href":"x"}}}""", "neither a geometry nor a bbox")]
    [InlineData("""{"type":"Feature","id":"a","properties":{"datetime":"2024-01-01T00:00:00Z"},"assets":{"B04":{"href":"x"}},"bbox":[0,9,1,1]}""", "no box on earth")]
    [InlineData("""{"type":"Feature","id":"a","properties":{"datetime":"2024-01-01T00:00:00Z"},"assets":{"B04":{"href":"x"}},"geometry":{"type":"Point","coordinates":[1,2]}}""", "Point")]
    [InlineData("""{"type":"Feature","id":"a","properties":{"datetime":"2024-01-01T00:00:00Z"},"assets":{"B04":{"href":"x"}},"geometry":{"type":"Polygon","coordinates":[[[1,2],[3,"x"],[5,6]]]}}""", "corner")]
    [InlineData("""{"type":"Feature","id":"a","properties":{"datetime":"2024-01-01T00:00:00Z"},"assets":{"B04":{"href":"x","raster:bands":[{"scale":0,"offset":0}]}},"bbox":[0,0,1,1]}""", "scale")]
    public void Read_WhatIsNoScene_NamesTheFault(string json, string named) =>
        Assert.Contains(named, Assert.Throws<SceneException>(() => Parse(json)).Message, StringComparison.Ordinal);

    /// <summary>Members of any other kind are taken as absent or refused by name: 1,000 mutations of two real items.</summary>
    [Theory]
    [InlineData("sentinel2-scene-29RKH/item.json")]
    [InlineData("stac-items/odcstac__S2B_MSIL2A_20190629T212529_R043_T06VVN_20201006T080531.json")]
    public void Read_RealItemWithMembersOfOtherKinds_GivesASceneOrAFault(string file)
    {
        var good = File.ReadAllText(SharedData.File($"kelp/{file}"));
        var random = new Random(4);
        var refused = 0;
        for (var round = 0; round < 500; round++)
        {
            var node = JsonNode.Parse(good)!;
            for (var i = 0; i < 1 + round % 40; i++)
            {
                Damage(node, random);
            }

            using var document = JsonDocument.Parse(node.ToJsonString());
            try
            {
                StacItemReader.Read(document.RootElement);
            }
            catch (SceneException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 20, 480);
    }

    [Fact]
    public void NewestProcessing_SamePassTwice_KeepsTheNewerBaselineAndBothPartsOfACutPass()
    {
        var old = Parse(Item()) with { Id = "old", MgrsTile = "29RKH", Platform = "sentinel-2a", Baseline = new(2, 12) };
        var scenes = new[] { old, old with { Id = "new-1", Baseline = new(5, 9) }, old with { Id = "new-2", Baseline = new(5, 9) }, old with { Id = "other", MgrsTile = "29RKJ" } };

        Assert.Equal(["new-1", "new-2", "other"], SceneItem.NewestProcessing(scenes).Select(s => s.Id));
    }

    private static void Damage(JsonNode node, Random random)
    {
        var (values, at) = (new[] { "null", "0", "-1", "1e300", "\"\"", "\"x\"", "[]", "{}", "[null]", "[[1]]", "true", "\"2024-01-01\"" }, node);
        while (true)
        {
            var children = at switch
            {
                JsonObject fields when fields.Count > 0 => fields.Select(f => (Key: (object)f.Key, f.Value)).ToArray(),
                JsonArray { Count: > 0 } items => [.. items.Select((v, i) => (Key: (object)i, Value: v))],
                _ => [],
            };
            if (children.Length == 0)
            {
                return;
            }

            var (key, value) = children[random.Next(children.Length)];
            if (value is null or JsonValue || random.Next(3) == 0)
            {
                var damaged = JsonNode.Parse(values[random.Next(values.Length)]);
                if (key is string name)
                {
                    at[name] = damaged;
                }
                else
                {
                    at[(int)key] = damaged;
                }

                return;
            }

            at = value;
        }
    }
}
