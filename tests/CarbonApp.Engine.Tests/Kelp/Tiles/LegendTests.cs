using System.Xml.Linq;
using CarbonApp.Engine.Kelp.Indices;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Engine.Kelp.Tiles;

namespace CarbonApp.Engine.Tests.Kelp.Tiles;

public class LegendTests
{
    public static TheoryData<string> Layers => [.. MapLayers.All.Select(layer => layer.Id)];

    [Theory]
    [MemberData(nameof(Layers))]
    public void Legend_OfALayer_GoesFromEndToEndInItsColours(string id)
    {
        var layer = MapLayers.Find(id)!;
        var stops = layer.Legend.Stops;

        Assert.Equal(layer.Scale.Palette[1], stops[0].Colour);
        Assert.Equal(layer.Scale.Palette[255], stops[^1].Colour);
        Assert.Equal(layer.Scale.Low.ToString(System.Globalization.CultureInfo.InvariantCulture), stops[0].Label);
        Assert.Equal(layer.Scale.High.ToString(System.Globalization.CultureInfo.InvariantCulture), stops[^1].Label);
        Assert.Equal("svg", XDocument.Parse(LegendSvg.Draw(layer.Legend)).Root!.Name.LocalName);
    }

    [Fact]
    public void Draw_TwoScales_HaveGradientsOfTheirOwnNames()
    {
        var names = new[] { ColorScale.Sequential(0, 1), ColorScale.Diverging(-1, 1) }.Select(scale => XDocument.Parse(LegendSvg.Draw(new MapLayer("", "", "", scale).Legend)))
            .Select(svg => (svg.Descendants().Single(e => e.Name.LocalName == "linearGradient").Attribute("id")!.Value, svg.ToString())).ToArray();

        Assert.Equal(2, names.Select(name => name.Value).Distinct().Count());
        Assert.All(names, name => Assert.Contains($"url(#{name.Value})", name.Item2, StringComparison.Ordinal));
    }

    [Fact]
    public void Draw_Classes_NamesEachAndEscapes()
    {
        var svg = LegendSvg.Draw(MaskPalette.Legend with { Title = "<a & \"b\">" });

        var texts = XDocument.Parse(svg).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToArray();
        Assert.Equal(["<a & \"b\">", .. MaskPalette.Legend.Stops.Select(stop => stop.Label)], texts);
    }

    [Fact]
    public void MaskPalette_PixelOfSeveralBits_HasTheColourOfTheFirst()
    {
        var all = MaskPalette.All(1);

        Assert.Equal(0, all[(int)(PixelMask.NoData | PixelMask.Kelp)].Alpha);
        Assert.Equal(all[(int)PixelMask.Kelp], all[(int)(PixelMask.Kelp | PixelMask.Glint)]);
        Assert.Equal(all[(int)PixelMask.Cloud], all[(int)(PixelMask.Cloud | PixelMask.Land)]);
        Assert.Equal(255, all[0].Alpha);
        Assert.Equal(9, Enumerable.Range(0, 256).Select(i => all[i]).Distinct().Count());
    }

    [Fact]
    public void MaskPalette_Only_ShowsThatBitAlone()
    {
        var kelp = MaskPalette.Only(PixelMask.Kelp, 0.5);
        Assert.All(Enumerable.Range(0, 256), value => Assert.Equal(value >= 128 ? 128 : 0, kelp[value].Alpha));
        Assert.Equal([0], Enumerable.Range(0, 256).Where(value => MaskPalette.Only(PixelMask.None, 1)[value].Alpha > 0));
    }

    [Fact]
    public void MaskPalette_OfTwoBitsOrNoOpacity_Throws()
    {
        Assert.Throws<ArgumentException>(() => MaskPalette.Only(PixelMask.Kelp | PixelMask.Land, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MaskPalette.All(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => MaskPalette.All(double.NaN));
    }

    [Fact]
    public void Of_EveryIndex_HasItsRangeAndATitleOfItsOwn() => Assert.All(SpectralIndices.All, index =>
    {
        var layer = MapLayers.Of(index);
        Assert.Equal((index.Name, index.Low, index.High), (layer.Id, layer.Scale.Low, layer.Scale.High));
        Assert.Equal(index.IsLegacy, layer.Title.Contains(':', StringComparison.Ordinal));
    });

    [Fact]
    public void Find_NoLayer_IsNull() => Assert.Null(MapLayers.Find("none"));
}
