using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Tests.Shared;
using static CarbonApp.Engine.Tests.Kelp.Scenes.SharedItems;

namespace CarbonApp.Engine.Tests.Kelp.Scenes;

public class OffsetResolutionTests
{
    /// <summary>Every item of the collection; the expected values are the products' own, read from their MTD_MSIL2A.xml or their baseline.</summary>
    [Theory]
    [InlineData("stac-items/S2A_MSIL2A_20190212T192651_N0212_R013_T07HFE_20201007T160857__expected_output.json", "02.12", "07HFE", 32707, 0, OffsetRule.RasterBands)]
    [InlineData("stac-items/S2A_MSIL2A_20230625T234621_N0509_R073_T01WCP_20230626T022157__expected_output.json", "05.09", "01WCP", 32601, -0.1, OffsetRule.RasterBands)]
    [InlineData("stac-items/S2B_MSIL2A_20200914T231559_N0500_R087_T01VCG_20230315T224658__expected_output.json", "05.00", "01VCG", 32601, -0.1, OffsetRule.RasterBands)]
    [InlineData("stac-items/S2B_MSIL2A_20220413T150759_N0400_R025_T33XWJ_20220414T082126__expected_output.json", "04.00", "33XWJ", 32633, -0.1, OffsetRule.RasterBands)]
    [InlineData("stac-items/odcstac__S2A_28QCH_20200714_0_L2A.json", "02.14", "28QCH", 32628, 0, OffsetRule.ProcessingBaseline)]
    [InlineData("stac-items/odcstac__S2B_MSIL2A_20190629T212529_R043_T06VVN_20201006T080531.json", "02.12", "06VVN", 32606, 0, OffsetRule.ProcessingBaseline)]
    [InlineData("sentinel2-scene-29RKH/item.json", "02.14", "29RKH", 32629, 0, OffsetRule.RasterBands)]
    public void Read_RealItem_HasTheOffsetOfEveryBandAndTheRule(string file, string baseline, string tile, int epsg, double offset, OffsetRule rule)
    {
        var item = Read(file);

        Assert.Equal(baseline, item.Baseline.ToString());
        Assert.Equal(tile, item.MgrsTile);
        Assert.Equal(epsg, item.Epsg);
        Assert.Equal(Enum.GetValues<SentinelBand>(), item.Assets.Keys.Order());
        Assert.True(item.IsRadiometryKnown);
        Assert.Empty(item.Warnings);
        foreach (var asset in item.Assets.Values.Where(a => a.Band != SentinelBand.Scl))
        {
            Assert.Equal((0.0001, offset, rule), (asset.Scale.Scale, asset.Scale.Offset, asset.Rule!.Value));
        }

        Assert.Null(item.Assets[SentinelBand.Scl].Rule);
    }

    /// <summary>No item of the collection contradicts the XML of its product.</summary>
    [Theory]
    [InlineData("S2A_MSIL2A_20190212T192651_N0212_R013_T07HFE_20201007T160857")]
    [InlineData("S2A_MSIL2A_20230625T234621_N0509_R073_T01WCP_20230626T022157")]
    [InlineData("S2B_MSIL2A_20220413T150759_N0400_R025_T33XWJ_20220414T082126")]
    public void Read_ItemWithItsProductsXml_Agree(string product)
    {
        var item = Read($"stac-items/{product}__expected_output.json");
        var metadata = ProductMetadataReader.Read(File.ReadAllBytes(SharedData.File($"kelp/stac-items/{product}__MTD_MSIL2A.xml")));

        Assert.Equal(item.Baseline, metadata.Baseline);
        Assert.All(item.Assets.Values.Where(a => a.Rule is not null), a => Assert.Equal(a.Scale.Offset, metadata.OffsetOf(a.Band) / metadata.Quantification, 12));
    }

    [Theory]
    [InlineData("05.09", true, 0, OffsetRule.BoaOffsetApplied)]
    [InlineData("05.09", false, -0.1, OffsetRule.BoaOffsetApplied)]
    [InlineData("02.14", false, 0, OffsetRule.BoaOffsetApplied)]
    [InlineData("04.00", null, -0.1, OffsetRule.ProcessingBaseline)]
    [InlineData("03.01", null, 0, OffsetRule.ProcessingBaseline)]
    public void Read_FlagOfTheCatalogue_ComesBeforeTheBaseline(string baseline, bool? applied, double offset, OffsetRule rule)
    {
        var flag = applied is { } value ? $",\"earthsearch:boa_offset_applied\":{(value ? "true" : "false")}" : "";

        var asset = Parse(Item($"\"s2:processing_baseline\":\"{baseline}\"{flag}")).Assets[SentinelBand.B04];

        Assert.Equal((offset, rule), (asset.Scale.Offset, asset.Rule!.Value));
    }

    [Fact]
    public void Read_OffsetStatedForTheFile_ComesFirst()
    {
        var asset = Parse(Item("\"s2:processing_baseline\":\"05.09\",\"earthsearch:boa_offset_applied\":false", "\"raster:bands\":[{\"scale\":0.0002,\"offset\":-0.2}]")).Assets[SentinelBand.B04];

        Assert.Equal((0.0002, -0.2, OffsetRule.RasterBands), (asset.Scale.Scale, asset.Scale.Offset, asset.Rule!.Value));
    }

    /// <summary>Earth Search leaves the product's −0.1 standing in raster:bands of scenes whose numbers it has already shifted.</summary>
    [Fact]
    public void Read_OffsetStatedAndAppliedAlready_IsNotAppliedTwiceAndWarns()
    {
        var item = Parse(Item("\"s2:processing_baseline\":\"05.09\",\"earthsearch:boa_offset_applied\":true", "\"raster:bands\":[{\"scale\":0.0001,\"offset\":-0.1}]"));

        Assert.Equal((0, OffsetRule.BoaOffsetApplied), (item.Assets[SentinelBand.B04].Scale.Offset, item.Assets[SentinelBand.B04].Rule!.Value));
        Assert.Contains("applied already", Assert.Single(item.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OffsetOfStac11_IsFound()
    {
        var ofAsset = Parse(Item("", "\"raster:scale\":0.0001,\"raster:offset\":-0.1")).Assets[SentinelBand.B04];
        var ofBand = Parse(Item("", "\"bands\":[{\"name\":\"B04\",\"eo:center_wavelength\":0.6646,\"raster:scale\":0.0001,\"raster:offset\":-0.1}]")).Assets[SentinelBand.B04];

        Assert.Equal((-0.1, OffsetRule.RasterBands), (ofAsset.Scale.Offset, ofAsset.Rule!.Value));
        Assert.Equal((-0.1, OffsetRule.RasterBands, 664.6), (ofBand.Scale.Offset, ofBand.Rule!.Value, ofBand.CentreWavelengthNm));
    }

    [Fact]
    public void Read_OffsetThatTheBaselineDoesNotHave_WarnsAndIsTaken()
    {
        var item = Parse(Item("\"s2:processing_baseline\":\"05.09\"", "\"raster:bands\":[{\"scale\":0.0001,\"offset\":0}]"));

        Assert.Equal(0, item.Assets[SentinelBand.B04].Scale.Offset);
        Assert.Contains("05.09", Assert.Single(item.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"s2:processing_baseline\":\"99.99\"")]
    [InlineData("\"s2:processing_baseline\":\"newest\"")]
    [InlineData("\"earthsearch:boa_offset_applied\":false")]
    public void Read_NothingTells_IsUndecidedWhateverTheDate(string properties)
    {
        var asset = Parse(Item(properties)).Assets[SentinelBand.B04];

        Assert.Equal(OffsetRule.Undecided, asset.Rule);
        Assert.True(double.IsNaN(asset.Scale.Offset));
    }

    [Fact]
    public void WithProductMetadata_ItemThatRestsOnItsBaseline_TakesOffsetAndWavelengthsOfTheProduct()
    {
        var xml = ProductMetadataReader.Read(File.ReadAllBytes(SharedData.File("kelp/stac-items/S2B_MSIL2A_20220413T150759_N0400_R025_T33XWJ_20220414T082126__MTD_MSIL2A.xml")));
        var item = Parse(Item("\"s2:processing_baseline\":\"04.00\"")).WithProductMetadata(xml);

        var asset = item.Assets[SentinelBand.B04];
        Assert.Equal((-0.1, OffsetRule.ProductMetadata, 665.0), (asset.Scale.Offset, asset.Rule!.Value, asset.CentreWavelengthNm));
    }

    [Fact]
    public void WithProductMetadata_ItemThatStatesItsOffset_KeepsIt()
    {
        var xml = ProductMetadataReader.Read(File.ReadAllBytes(SharedData.File("kelp/stac-items/S2A_MSIL2A_20230625T234621_N0509_R073_T01WCP_20230626T022157__MTD_MSIL2A.xml")));
        var item = Parse(Item("\"earthsearch:boa_offset_applied\":true")).WithProductMetadata(xml);

        Assert.Equal((0, OffsetRule.BoaOffsetApplied), (item.Assets[SentinelBand.B04].Scale.Offset, item.Assets[SentinelBand.B04].Rule!.Value));
        Assert.Equal("05.09", item.Baseline.ToString());
    }
}
