using CarbonApp.Engine.Kelp.Composite;

namespace CarbonApp.Engine.Tests.Kelp.Composite;

public class PassMosaicTests
{
    [Fact]
    public void OnePerPass_OverlappingGranules_GiveEachPixelOneOwner()
    {
        // The left one has more data and owns the overlap, cloud and all; the right one fills the rest.
        var left = Scenes.Draw("1", 0.5, "KKc4 ") with { Pass = "a", WaterB11 = 0.01 };
        var right = Scenes.Draw("2", null, "  K9K") with { Pass = "a", WaterB11 = 0.02 };

        var pass = Assert.Single(PassMosaic.OnePerPass([right, left]));

        Assert.Equal(["KKc4K"], Scenes.Show(pass.Map));
        Assert.Equal(("1", 0.5, 0.01), (pass.Id, pass.TideMetres, pass.WaterB11));
        Assert.Equal(["KKc4 "], Scenes.Show(left.Map));
    }

    [Fact]
    public void OnePerPass_ScenesOfOtherPasses_StayApartInOrderOfTime()
    {
        var (early, late) = (Scenes.Draw("1", null, "K "), Scenes.Draw("2", null, " K"));

        Assert.Equal(["1", "2"], PassMosaic.OnePerPass([late, early]).Select(pass => pass.Id));
    }

    [Fact]
    public void OnePerPass_RandomGranules_TakesTheFirstRankedWithData()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var granules = Scenes.Random(seed).Passes.Select((scene, i) => scene with { Pass = $"{i % 3}" }).ToArray();

            foreach (var pass in PassMosaic.OnePerPass(granules))
            {
                var ranked = granules.Where(g => g.Pass == pass.Pass).OrderByDescending(g => g.Map.Mask.Count(m => m != Engine.Kelp.Scenes.PixelMask.NoData)).ThenBy(g => g.Id, StringComparer.Ordinal).ToArray();
                for (var i = 0; i < pass.Map.Mask.Length; i++)
                {
                    var owner = ranked.FirstOrDefault(g => g.Map.Mask[i] != Engine.Kelp.Scenes.PixelMask.NoData) ?? ranked[0];
                    Assert.Equal((owner.Map.Mask[i], owner.Map.Cover[i]), (pass.Map.Mask[i], pass.Map.Cover[i]));
                }
            }
        }
    }

    [Fact]
    public void OnePerPass_OfNothing_IsNothing() => Assert.Empty(PassMosaic.OnePerPass([]));

    [Fact]
    public void OnePerPass_OtherSize_Throws() =>
        Assert.ThrowsAny<ArgumentException>(() => PassMosaic.OnePerPass([Scenes.Draw("1", null, ".."), Scenes.Draw("2", null, "...")]));
}
