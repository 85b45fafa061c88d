using CarbonApp.Engine.Kelp.Composite;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Tests.Kelp.Composite;

public class CompositorTests
{
    private static readonly CompositeOptions SinglePixels = new() { LeastBedPixels = 1 };

    private static readonly CompositeOptions FewPasses =
        new() { LeastBedPixels = 1, MostPasses = 3, SeasonMonths = new HashSet<int> { 1, 2, 3, 4, 5, 6 }, OffSeasonWeight = 0 };

    [Fact]
    public void Compose_Dates_KeepsWhatPersistsWithTheCoverOfTheTwoLowestTides()
    {
        // On every date; on two of four; on one of four; cloudy but once; lowest tides bare.
        var map = Compose(
            Scenes.Draw("1", 2.0, "9K.cK"),
            Scenes.Draw("2", 0.1, "4..c."),
            Scenes.Draw("3", 0.5, "8KK6."),
            Scenes.Draw("4", 1.0, "9..cK")).Map;

        // (.4 + .8)/2; (0 + 1)/2; one of four is no kelp; .6 alone; half of the dates, yet 0 at the two lowest tides.
        Assert.Equal([150, 125, 0, 150, 0], map.Map.Cover);
        Assert.Equal(["65.6."], Scenes.Show(map.Map));
        Assert.Equal([250, 125, 62, 250, 125], map.Persistence);
        Assert.Equal([4, 4, 4, 1, 4], map.ClearDates);
        // (.4·10 + .8·50)/1.2 = 36.7 cm; (0·10 + 1·50)/1.
        Assert.Equal([37, 50, CompositeMap.NoTide, 50, CompositeMap.NoTide], map.TideCentimetres);
    }

    [Fact]
    public void Compose_LandLikeOnALowTideDate_FallsDryAndIsNoKelp()
    {
        // Dry at the lower tide, at the higher one only, land always, land most often.
        var map = Compose(Scenes.Draw("1", 0.1, "##.#"), Scenes.Draw("2", 2.0, "K.##"), Scenes.Draw("3", 1.9, "K..#"), Scenes.Draw("4", 0.2, "K#.K")).Map;

        Assert.Equal(["dd.#"], Scenes.Show(map.Map));
        Assert.Equal(["d"], Scenes.Show(Compose(Scenes.Draw("1", 0.1, "d"), Scenes.Draw("2", 2.0, "K"), Scenes.Draw("3", 1.9, "K")).Map.Map));
    }

    [Fact]
    public void Compose_NothingSeen_SaysWhatHidIt()
    {
        var map = Compose(Scenes.Draw("1", 0.1, "c s g #."), Scenes.Draw("2", 0.2, " cc   #c")).Map;

        Assert.Equal(PixelMask.Cloud, map.Map.Mask[0]);
        Assert.Equal(PixelMask.Cloud, map.Map.Mask[1]);
        Assert.Equal(PixelMask.Shadow | PixelMask.Cloud, map.Map.Mask[2]);
        Assert.Equal(PixelMask.NoData, map.Map.Mask[3]);
        Assert.Equal(PixelMask.Glint, map.Map.Mask[4]);
        Assert.Equal(PixelMask.Land, map.Map.Mask[6]);
        Assert.Equal(CompositeMap.NoShare, map.Persistence[0]);
    }

    [Theory]
    [InlineData("cc", PixelMask.Cloud)]
    [InlineData("##", PixelMask.Land)]
    [InlineData("  ", PixelMask.NoData)]
    public void Compose_NoDateShowsTheSea_IsStillWhatItIs(string row, PixelMask expected)
    {
        var result = Compose(Scenes.Draw("1", 0.1, row), Scenes.Draw("2", 0.2, row));

        Assert.Equal([expected, expected], result.Map.Map.Mask);
        Assert.All(result.Passes, pass => Assert.False(pass.IsUsed));
    }

    [Fact]
    public void Compose_LandUnderCloudOnEveryDate_IsStillLand()
    {
        var scene = Scenes.Draw("1", 0.1, "c.");
        scene.Map.Mask[0] |= PixelMask.Land;

        Assert.Equal(PixelMask.Land | PixelMask.Cloud, Compose(scene).Map.Map.Mask[0]);
    }

    [Fact]
    public void Compose_NoPass_IsNoDataEverywhere()
    {
        var result = Composing.Compose([], Masks.Pixels.Draw("##"));

        Assert.Empty(result.Passes);
        Assert.Equal([PixelMask.NoData, PixelMask.NoData], result.Map.Map.Mask);
        Assert.Equal((null, null), CanopyArea.Of(result.Map.Map, Masks.Pixels.Draw("##")));
    }

    [Fact]
    public void Compose_NearSurface_IsReportedApart()
    {
        var result = Compose(Scenes.Draw("1", 0.1, "nn.K"), Scenes.Draw("2", 0.2, "nK.K"));

        // Below the surface on one of two dates and at it on the other: at the surface on half of them.
        Assert.Equal(["n5.K"], Scenes.Show(result.Map.Map));
        var (surface, nearSurface) = CanopyArea.Of(result.Map.Map, Masks.Pixels.Draw("####"));
        Assert.Equal((150, 50), (surface!.Value.SquareMetres, nearSurface!.Value.SquareMetres));
    }

    [Fact]
    public void Compose_BedsUnderTheLeastSize_AreTakenOut()
    {
        var result = Composing.Compose([Scenes.Draw("1", 0.1, "KKK..KK", ".......", "......K", ".....K.")], Masks.Pixels.Draw("#######", "#######", "#######", "#######"));

        Assert.All(result.Map.Map.Cover, cover => Assert.Equal(0, cover));
        Assert.Equal(["KK", "KK"], Scenes.Show(Composing.Compose([Scenes.Draw("1", 0.1, "KK", "KK")], Masks.Pixels.Draw("##", "##")).Map.Map));
    }

    [Fact]
    public void Compose_OutsideOfTheArea_IsNoDataAndCountsForNothing()
    {
        var result = Composing.Compose([Scenes.Draw("1", 0.1, "Kc.K")], Masks.Pixels.Draw("..##"), SinglePixels);

        Assert.Equal(["  .K"], Scenes.Show(result.Map.Map));
        Assert.Equal((1, 1.0, 1), (result.Passes[0].Coverage, result.Passes[0].ValidShare, result.Passes[0].KelpPixels));
        Assert.Equal(100, result.Passes[0].Canopy!.Value.SquareMetres);
    }

    [Fact]
    public void Compose_MorePassesThanAreUsed_TakesTheBestByScore()
    {
        var rows = Composing.Compose(
            [
                Scenes.Draw("1", 2.0, "...."),
                Scenes.Draw("2", 0.5, "...."),
                Scenes.Draw("3", 0.5, "cc.."),
                Scenes.Draw("4", 0.5, "    "),
            ],
            Masks.Pixels.Draw("####"),
            new CompositeOptions { MostPasses = 2 }).Passes;

        // e^−1.5, 1, ½, nothing seen.
        Assert.Equal([0.2231, 1, 0.5, 0], rows.Select(row => Math.Round(row.Score, 4)));
        Assert.Equal([false, true, true, false], rows.Select(row => row.IsUsed));
        Assert.Equal([1, 1, 0.5, null], rows.Select(row => row.ValidShare));
        Assert.Null(rows[3].Canopy);
    }

    [Fact]
    public void Score_SeasonAndGlint_WeighDown()
    {
        var options = new CompositeOptions { SeasonMonths = new HashSet<int> { 7, 8 }, OffSeasonWeight = 0.25 };
        // Half of the area has data, four fifths of its sea were seen.
        var pass = new PassFacts("1", "1", new DateTimeOffset(2024, 6, 2, 18, 0, 0, TimeSpan.Zero), new PassCounts(10, 5, 5, 4, 0, 0, 0), WaterB11: 0.05);

        Assert.Equal(0.25 * 0.5 * 0.8 / Math.E, PassScore.Of(pass, 1.0, options), 12);
        Assert.Equal(0.4, PassScore.Of(pass with { Time = pass.Time.AddMonths(1), WaterB11 = -0.01 }, null, options), 12);
        Assert.Equal(0, PassScore.Of(pass with { Counts = pass.Counts with { Sea = 0, SeaSeen = 0 } }, null, options));
    }

    [Fact]
    public void Compose_RandomDates_EqualsBruteForce()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var (passes, area) = Scenes.Random(seed);
            var result = Composing.Compose(passes, area, seed % 2 == 0 ? SinglePixels : FewPasses, stripRows: seed % 3 == 0 ? int.MaxValue : 1 + (seed % 5));

            for (var i = 0; i < area.Width * area.Height; i++)
            {
                var expected = area.Contains(i % area.Width, i / area.Width) ? BruteForce.Of(passes, result.Passes, i) : (PixelMask.NoData, 0, -1, null);
                var map = result.Map;
                Assert.Equal(
                    expected,
                    (map.Map.Mask[i], map.Map.Cover[i], map.Persistence[i] == CompositeMap.NoShare ? -1 : map.Persistence[i], map.TideCentimetres[i] == CompositeMap.NoTide ? null : map.TideCentimetres[i]));
            }
        }
    }

    [Fact]
    public void Compose_PassesInAnyOrder_IsTheSame()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var (passes, area) = Scenes.Random(seed);
            var (one, other) = (Composing.Compose(passes, area).Map, Composing.Compose([.. passes.Reverse()], area).Map);

            Assert.Equal(one.Map.Cover, other.Map.Cover);
            Assert.Equal(one.Map.Mask, other.Map.Mask);
            Assert.Equal(one.TideCentimetres, other.TideCentimetres);
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(60)]
    public async Task ComposeAsync_AnyNumberOfDates_HoldsAStripOfThoseItUsesAndOneMore(int dates)
    {
        const int side = 64, rows = 16, used = 3;
        var area = RunMask.Of([.. Enumerable.Repeat(true, side * side)], side, side);
        // Every other date shows none of the sea.
        PassFacts[] passes = [.. Enumerable.Range(0, dates).Select(i => new PassFacts(
            $"{i}", $"{i}", new DateTimeOffset(2024, 6, 1, 0, 0, 0, TimeSpan.Zero).AddDays(i), new PassCounts(side * side, side * side, 10, i % 2 == 0 ? 10 : 0, 5, 500, 0)))];
        var (strips, most) = (new List<WeakReference>(), 0);
        var maps = new PassMaps(rows, (_, _, _) =>
        {
            if (strips.Count % (dates - 1) == dates - 2)
            {
                GC.Collect();
                most = Math.Max(most, strips.Count(strip => strip.IsAlive));
            }

            return ValueTask.FromResult(NewStrip(strips, side, rows));
        });

        var composite = await Compositor.ComposeAsync(passes, maps, area, new CompositeOptions { MostPasses = used }, TestContext.Current.CancellationToken);
        await QuarterlyCanopy.OfAsync(passes, maps, area, composite.Map, TestContext.Current.CancellationToken);

        Assert.True(strips.Count > 4 * dates);
        // One just read may still be held by the code that took it.
        Assert.InRange(most, 1, used + 2);
    }

    private static SceneMap NewStrip(List<WeakReference> strips, int width, int rows)
    {
        var strip = new SceneMap(width, rows, new PixelMask[width * rows], new byte[width * rows]);
        strip.Mask[0] = PixelMask.Kelp;
        strips.Add(new WeakReference(strip.Mask));
        return strip;
    }

    [Fact]
    public void Compose_WhatCannotBeComposed_Throws()
    {
        var scene = Scenes.Draw("1", 0.1, "..");

        Assert.Contains("one grid", Assert.ThrowsAny<ArgumentException>(() => Composing.Compose([scene], Masks.Pixels.Draw("###"))).Message, StringComparison.Ordinal);
        Assert.Contains("PassMosaic", Assert.ThrowsAny<ArgumentException>(() => Composing.Compose([scene, scene with { Id = "2" }], Masks.Pixels.Draw("##"))).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<ArgumentException>(() => Composing.Compose([scene with { TideMetres = double.NaN }], Masks.Pixels.Draw("##")));
    }

    private static CompositeResult Compose(params DatedScene[] passes) => Composing.Compose(passes, Scenes.All(passes[0]), SinglePixels);

    /// <summary>The rules as they are written in the method's page, one pixel at a time.</summary>
    private static class BruteForce
    {
        public static (PixelMask Mask, int Cover, int Persistence, short? Tide) Of(DatedScene[] passes, IReadOnlyList<PassRow> rows, int i)
        {
            var used = passes.Zip(rows).Where(pair => pair.Second.IsUsed).ToArray();
            var clear = used.Where(pair => (pair.First.Map.Mask[i] & (PixelMask.NoData | PixelMask.Cloud | PixelMask.Shadow | PixelMask.Glint)) == 0).ToArray();
            if (clear.Length == 0)
            {
                // Dates that show none of the sea are not used, but say what hid it.
                var masks = passes.Zip(rows).Where(pair => pair.Second.IsUsed || pair.Second.ValidShare is null or 0).Select(pair => pair.First.Map.Mask[i]).ToArray();
                if (masks.Length > 0 && masks.All(mask => mask == PixelMask.Land))
                {
                    return (PixelMask.Land, 0, -1, null);
                }

                var hiding = masks.Where(mask => mask is PixelMask.Cloud or PixelMask.Shadow or PixelMask.Glint).Aggregate(PixelMask.None, (all, mask) => all | mask);
                return (hiding == PixelMask.None ? PixelMask.NoData : hiding, 0, -1, null);
            }

            var kelp = clear.Count(pair => pair.First.Map.Mask[i] == PixelMask.Kelp);
            var persistence = (int)Math.Round(250.0 * kelp / clear.Length);
            if (clear.Count(pair => pair.First.Map.Mask[i] == PixelMask.Land) > clear.Length / 2.0)
            {
                return (PixelMask.Land, 0, persistence, null);
            }

            var low = clear.Where(pair => pair.Second.IsLowTide).ToArray();
            if (low.Count(pair => pair.First.Map.Mask[i] is PixelMask.Land or PixelMask.Intertidal) > 0.05 * low.Length)
            {
                return (PixelMask.Intertidal | Deep(clear, i), 0, persistence, null);
            }

            var known = clear.Where(pair => pair.First.TideMetres is not null).OrderBy(pair => pair.First.TideMetres).ThenByDescending(pair => pair.Second.Score).ToArray();
            var picked = (known.Length > 0 ? known : [.. clear.OrderByDescending(pair => pair.Second.Score).ThenBy(pair => pair.First.Time)]).Take(2).ToArray();
            var surface = picked.Select(pair => pair.First.Map.Mask[i] == PixelMask.Kelp ? pair.First.Map.Cover[i] : 0).ToArray();
            var cover = (int)Math.Round(surface.Average(), MidpointRounding.ToEven);
            if (cover > 0 && kelp * 2 >= clear.Length)
            {
                short? tide = known.Length == 0 ? null
                    : (short)Math.Round(100 * picked.Zip(surface, (pair, c) => pair.First.TideMetres!.Value * c).Sum() / surface.Sum());
                return (PixelMask.Kelp | Deep(clear, i), cover, persistence, tide);
            }

            var any = clear.Count(pair => pair.First.Map.Cover[i] > 0) * 2 >= clear.Length;
            return (Deep(clear, i), any ? (int)Math.Round(picked.Average(pair => (double)pair.First.Map.Cover[i]), MidpointRounding.ToEven) : 0, persistence, null);
        }

        private static PixelMask Deep((DatedScene First, PassRow Second)[] clear, int i) =>
            clear.Count(pair => pair.First.Map.Mask[i] == PixelMask.TooDeep) > clear.Length / 2.0 ? PixelMask.TooDeep : PixelMask.None;
    }
}
