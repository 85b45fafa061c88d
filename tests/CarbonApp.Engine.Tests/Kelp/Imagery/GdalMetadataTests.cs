using System.Text;
using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Tests.Kelp.Imagery;

public class GdalMetadataTests
{
    [Fact]
    public void ReadScales_ItemsWithoutSpaceBetween_AreAllRead()
    {
        const string Xml = """<GDALMetadata><Item name="SCALE" sample="1" role="scale">0.5</Item><Item name="OFFSET" sample="1" role="offset">-3</Item><Item name="X">y</Item></GDALMetadata>""";

        Assert.Equal([new(1, 0), new(0.5, -3)], GdalMetadata.ReadScales(Directory(TiffTag.GdalMetadata, Xml), 2));
    }

    [Theory]
    [InlineData("<GDALMetadata><Item sample=\"0\" role=\"scale\">0.5")]
    [InlineData("<GDALMetadata><Item sample=\"0\" role=\"scale\"/></GDALMetadata>")]
    [InlineData("<GDALMetadata><Item sample=\"0\" role=\"scale\"><b>1</b></Item></GDALMetadata>")]
    [InlineData("<GDALMetadata><Item sample=\"0\" role=\"offset\">much</Item></GDALMetadata>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")]
    [InlineData("no xml")]
    public void ReadScales_Nonsense_Throws(string xml) =>
        Assert.Throws<TiffException>(() => GdalMetadata.ReadScales(Directory(TiffTag.GdalMetadata, xml), 1));

    [Theory]
    [InlineData("-9999 ", -9999.0)]
    [InlineData("nan", double.NaN)]
    [InlineData("-inf", double.NegativeInfinity)]
    [InlineData("", null)]
    public void ReadNoData_Text_IsTheNumber(string text, double? expected) => Assert.Equal(expected, GdalMetadata.ReadNoData(Directory(TiffTag.GdalNoData, text)));

    [Fact]
    public void ReadNoData_Word_Throws() => Assert.Throws<TiffException>(() => GdalMetadata.ReadNoData(Directory(TiffTag.GdalNoData, "none")));

    private static TiffDirectory Directory(TiffTag tag, string text)
    {
        var directory = new TiffDirectory(0, littleEndian: true);
        directory.Add(tag, type: 2, text.Length + 1, Encoding.ASCII.GetBytes(text + '\0'));
        return directory;
    }
}
