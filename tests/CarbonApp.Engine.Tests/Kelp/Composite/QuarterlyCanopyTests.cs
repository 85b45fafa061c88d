using CarbonApp.Engine.Kelp.Composite;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Tests.Kelp.Composite;

public class QuarterlyCanopyTests
{
    [Fact]
    public void Of_TwoQuarters_IsTheMeanOfEachPixelsClearDatesAddedUp()
    {
        // June: 30 and 31 days after the first fall into July.
        DatedScene[] passes =
        [
            Scenes.Draw("1", 0.2, "K4.cK."),
            Scenes.Draw("2", 1.0, "K8.ccK"),
            Scenes.Draw("40", null, "Kcc.cc"),
        ];

        var rows = Composing.Quarters(passes, Scenes.All(passes[0]), Composite(passes));

        // Second quarter: 1 + .6 + 1 + ½; the pixel that is clear once counts with that date.
        Assert.Equal((2024, 2, 310, 4, 4, 4, 2), Numbers(rows[0]));
        // Canopy by date: 1/2 + .4/2 + 1 at .2 m, 1/2 + .8/2 + 1/2 at 1 m.
        Assert.Equal(((1.7 * 0.2) + (1.4 * 1)) / 3.1, rows[0].TideMetres!.Value, 12);
        // Third: one of the four was seen.
        Assert.Equal((2024, 3, 100, 1, 1, 4, 1), Numbers(rows[1]));
        Assert.Null(rows[1].TideMetres);
        Assert.Equal("2024,3,100,1,1,4,1,", QuarterlyCanopy.ToCsv(rows[1]));
        Assert.StartsWith("2024,2,310,4,4,4,2,0.56", QuarterlyCanopy.ToCsv(rows[0]), StringComparison.Ordinal);
        Assert.Equal(QuarterlyCanopy.CsvHeader.Count(c => c == ','), QuarterlyCanopy.ToCsv(rows[0]).Count(c => c == ','));
    }

    [Fact]
    public void Of_NothingClear_IsNoNumber()
    {
        DatedScene[] passes = [Scenes.Draw("1", 0.2, "KK"), Scenes.Draw("40", 0.2, "c ")];

        var rows = Composing.Quarters(passes, Scenes.All(passes[0]), Composite(passes));

        Assert.Null(rows[1].Kelp);
        Assert.Equal("2024,3,,0,0,2,1,", QuarterlyCanopy.ToCsv(rows[1]));
    }

    [Theory]
    [InlineData(".#", true)]
    [InlineData("c#", false)]
    public void Of_NoKelpEver_IsZeroWhereTheSeaWasSeen(string row, bool isSeen)
    {
        DatedScene[] passes = [Scenes.Draw("1", 0.2, row)];

        Assert.Equal(isSeen ? 0.0 : null, Assert.Single(Composing.Quarters(passes, Scenes.All(passes[0]), Composite(passes))).Kelp?.SquareMetres);
    }

    [Fact]
    public void Of_WhatFallsDryOrLiesOutside_TakesNoPart()
    {
        DatedScene[] passes = [Scenes.Draw("1", 0.2, "#KK"), Scenes.Draw("2", 1.5, "KKK"), Scenes.Draw("3", 1.4, "KKK")];
        var area = Masks.Pixels.Draw("##.");
        var composite = Composing.Compose(passes, area).Map;

        var row = Assert.Single(Composing.Quarters(passes, area, composite));

        Assert.Equal(PixelMask.Intertidal, composite.Map.Mask[0]);
        Assert.Equal((2024, 2, 100, 1, 1, 1, 3), Numbers(row));
    }

    [Fact]
    public void Of_NoPass_IsNoRow() => Assert.Empty(Composing.Quarters([], Masks.Pixels.Draw("##"), Composing.Compose([], Masks.Pixels.Draw("##")).Map));

    [Fact]
    public void Of_RandomDates_EqualsBruteForce()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var (drawn, area) = Scenes.Random(seed);
            var passes = drawn.Select((pass, i) => pass with { Time = new DateTimeOffset(2020 + (i % 2), 1 + (seed + (i * 5)) % 12, 3, 0, 0, 0, TimeSpan.Zero) }).ToArray();
            var composite = Composing.Compose(passes, area).Map;

            var footprint = Enumerable.Range(0, area.Width * area.Height).Where(i => area.Contains(i % area.Width, i / area.Width)
                && composite.Map.Mask[i] is var mask && (mask & (PixelMask.Land | PixelMask.Intertidal)) == 0 && passes.Any(p => p.Map.Mask[i] == PixelMask.Kelp)).ToArray();
            foreach (var row in Composing.Quarters(passes, area, composite, stripRows: seed % 3 == 0 ? int.MaxValue : 1 + (seed % 5)))
            {
                var dates = passes.Where(p => p.Time.Year == row.Year && (p.Time.Month + 2) / 3 == row.Quarter).ToArray();
                var means = footprint.Select(i => dates.Where(d => d.Map.Mask[i] is not (PixelMask.Cloud or PixelMask.Shadow or PixelMask.Glint or PixelMask.NoData))
                    .Select(d => d.Map.Mask[i] == PixelMask.Kelp ? d.Map.Cover[i] / 250.0 : 0).DefaultIfEmpty(double.NaN).Average()).ToArray();
                Assert.Equal((footprint.Length, means.Count(m => !double.IsNaN(m)), means.Count(m => m > 0), dates.Length), (row.FootprintCells, row.ClearCells, row.KelpCells, row.Passes));
                Assert.Equal(100 * means.Where(m => !double.IsNaN(m)).Sum(), row.Kelp?.SquareMetres ?? 0, 1e-6);
            }

            Assert.Equal(passes.Length, Composing.Quarters(passes, area, composite).Sum(row => row.Passes));
        }
    }

    private static (int, int, double, long, long, long, int) Numbers(QuarterRow row) =>
        (row.Year, row.Quarter, Math.Round(row.Kelp!.Value.SquareMetres, 9), row.KelpCells, row.ClearCells, row.FootprintCells, row.Passes);

    private static CompositeMap Composite(DatedScene[] passes) => Composing.Compose(passes, Scenes.All(passes[0])).Map;
}
