using System.Text;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Kelp.Scenes;

public class ProductMetadataReaderTests
{
    private const string Good = """
        <p:Level-2A_User_Product xmlns:p="x"><PROCESSING_BASELINE>05.09</PROCESSING_BASELINE><BOA_QUANTIFICATION_VALUE unit="none">10000</BOA_QUANTIFICATION_VALUE>
        """;

    [Theory]
    [InlineData("S2A_MSIL2A_20150826T185436_N0212_R070_T11SLT_20210412T023147", "02.12", 0, 664.5)]
    [InlineData("S2A_MSIL2A_20190212T192651_N0212_R013_T07HFE_20201007T160857", "02.12", 0, 664.6)]
    [InlineData("S2A_MSIL2A_20230625T234621_N0509_R073_T01WCP_20230626T022157", "05.09", -1000, 664.6)]
    [InlineData("S2B_MSIL2A_20220413T150759_N0400_R025_T33XWJ_20220414T082126", "04.00", -1000, 665)]
    public void Read_RealProduct_HasOffsetsAndWavelengths(string product, string baseline, double offset, double redNm)
    {
        var metadata = ProductMetadataReader.Read(File.ReadAllBytes(SharedData.File($"kelp/stac-items/{product}__MTD_MSIL2A.xml")));

        Assert.Equal(baseline, metadata.Baseline.ToString());
        Assert.Equal(10_000, metadata.Quantification);
        Assert.All(Enum.GetValues<SentinelBand>().Where(b => b != SentinelBand.Scl), b => Assert.Equal(offset, metadata.OffsetOf(b)));
        Assert.Equal(redNm, metadata.CentreWavelengthsNm[SentinelBand.B04]);
        Assert.Equal(10, metadata.CentreWavelengthsNm.Count);
    }

    [Fact]
    public void Read_OffsetsThatDiffer_GoToTheirBandsByTheirNumbers()
    {
        var list = string.Concat(Enumerable.Range(0, 13).Select(i => $"<BOA_ADD_OFFSET band_id=\"{i}\">{-1000 - i}</BOA_ADD_OFFSET>"));

        var metadata = Read(Good + list + "</p:Level-2A_User_Product>");

        Assert.Equal([-1001, -1003, -1007, -1008, -1011], new[] { SentinelBand.B02, SentinelBand.B04, SentinelBand.B08, SentinelBand.B8A, SentinelBand.B11 }.Select(metadata.OffsetOf));
    }

    [Theory]
    [InlineData("", "no XML")]
    [InlineData("<a>", "no XML")]
    [InlineData("\0\0\0", "no XML")]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", "DTD")]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"y\">]><a/>", "DTD")]
    [InlineData("<a/>", "BOA_QUANTIFICATION_VALUE")]
    [InlineData("<a><BOA_QUANTIFICATION_VALUE>0</BOA_QUANTIFICATION_VALUE></a>", "BOA_QUANTIFICATION_VALUE")]
    [InlineData("<a><BOA_QUANTIFICATION_VALUE>many</BOA_QUANTIFICATION_VALUE></a>", "\"many\"")]
    [InlineData("<a><BOA_QUANTIFICATION_VALUE>1e999</BOA_QUANTIFICATION_VALUE></a>", "1e999")]
    [InlineData("<a><BOA_QUANTIFICATION_VALUE>10000</BOA_QUANTIFICATION_VALUE><BOA_ADD_OFFSET>-1000</BOA_ADD_OFFSET></a>", "band_id")]
    [InlineData("<a><BOA_QUANTIFICATION_VALUE>10000</BOA_QUANTIFICATION_VALUE><BOA_ADD_OFFSET band_id=\"1\">-1000</BOA_ADD_OFFSET></a>", "none for B03")]
    [InlineData("<a><PROCESSING_BASELINE>05.09</PROCESSING_BASELINE><BOA_QUANTIFICATION_VALUE>10000</BOA_QUANTIFICATION_VALUE></a>", "cut short")]
    public void Read_WhatIsNone_NamesTheFault(string xml, string named)
    {
        var fault = Assert.Throws<SceneException>(() => Read(xml));

        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Cut anywhere, a real file gives its values or a fault of this kind, and offsets never become 0 by being cut off.</summary>
    [Fact]
    public void Read_RealProductCutAnywhere_IsRefused()
    {
        var xml = File.ReadAllBytes(SharedData.File("kelp/stac-items/S2A_MSIL2A_20230625T234621_N0509_R073_T01WCP_20230626T022157__MTD_MSIL2A.xml"));
        for (var length = 0; length < xml.Length - 32; length += 997)
        {
            Assert.Throws<SceneException>(() => ProductMetadataReader.Read(xml.AsMemory(0, length)));
        }
    }

    [Fact]
    public void Read_TooLarge_IsRefusedUnread() =>
        Assert.Contains("at most", Assert.Throws<SceneException>(() => ProductMetadataReader.Read(new byte[ProductMetadataReader.MaxBytes + 1])).Message, StringComparison.Ordinal);

    private static ProductMetadata Read(string xml) => ProductMetadataReader.Read(Encoding.UTF8.GetBytes(xml));
}
