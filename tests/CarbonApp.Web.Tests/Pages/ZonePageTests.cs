using AngleSharp.Dom;
using CarbonApp.Engine.Grid.Signals.Import;
using CarbonApp.Web.Tests.Fakes;

namespace CarbonApp.Web.Tests.Pages;

public sealed class ZonePageTests
{
    [Fact]
    public async Task Get_Week_DrawsStatusesApartAndGapsAsGaps()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync("/zones/GB?from=2026-11-15T00:00&to=2026-11-24T00:00");

        Assert.Equal(200, status);
        Assert.NotNull(page.QuerySelector(".line-measured"));
        Assert.NotNull(page.QuerySelector(".line-forecast"));
        var day = Enumerable.Range(15, 9).Count(d => TestGrid.Intensity(168, new DateTimeOffset(2026, 11, d, 3, 0, 0, TimeSpan.Zero)) is null);
        Assert.True(day > 0, "the test grid has a gap in any ten days");
        // One more stroke than there are gaps inside the measured part.
        Assert.Equal(day + 1, page.QuerySelector(".chart-svg .line-measured")!.GetAttribute("d")!.Count(c => c == 'M'));
        Assert.Contains("no data", page.Words(".tall"));
    }

    [Fact]
    public async Task Get_Year_ThinsToMeansAndSaysSo()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/zones/DE?range=1y");

        Assert.InRange(page.QuerySelectorAll(".tall tbody tr").Length, 300, 800);
        Assert.Contains("means", page.Words("figcaption"));
        Assert.NotEqual("", page.QuerySelector(".range")!.GetAttribute("d"));
    }

    [Theory]
    [InlineData("from=2026-11-20T00:00&to=2026-11-19T00:00", "is not after the start")]
    [InlineData("from=2020-01-01T00:00&to=2026-01-01T00:00", "more than one page shows")]
    [InlineData("from=2020-01-01T00:00&to=2021-02-05T00:00", "ask for at most 400 days")]
    [InlineData("from=yesterday", "“yesterday” is not a time")]
    public async Task Get_BadTimes_SaysSoAndShowsTheDay(string query, string words)
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync($"/zones/GB?{query}");

        Assert.Equal(400, status);
        Assert.Contains(words, page.Words("[role=alert]"));
        Assert.NotNull(page.QuerySelector(".chart"));
    }

    [Fact]
    public async Task Get_UnknownZone_Answers404LinkingTheNearest()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync("/zones/NOPE");

        Assert.Equal(404, status);
        Assert.Contains("There is no zone “NOPE”", page.Words("main"));
        Assert.Contains("Did you mean GB, FR?", page.Words("main"));
        Assert.Equal("/zones/GB", page.QuerySelector(".notice a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Csv_WithGap_LeavesTheCellEmpty()
    {
        await using var site = await WebSite.StartAsync();
        var text = await site.Http.GetStringAsync("/zones/GB/signal.csv?from=2026-11-15T00:00:00Z&to=2026-11-22T00:00:00Z");

        var lines = text.TrimEnd().Split('\n');
        Assert.Equal(1 + (7 * 48), lines.Length);
        Assert.Contains(lines, l => l.EndsWith("Z,GB,,,", StringComparison.Ordinal));
        Assert.Equal($"2026-11-15T00:00:00Z,2026-11-15T00:30:00Z,GB,{TestGrid.Intensity(168, new DateTimeOffset(2026, 11, 15, 0, 0, 0, TimeSpan.Zero))},measured,neso", lines[1]);
    }

    [Fact]
    public async Task Csv_ReadAsAnImport_GivesTheSameSlots()
    {
        await using var site = await WebSite.StartAsync();
        var text = await site.Http.GetByteArrayAsync("/zones/GB/signal.csv?from=2026-11-15T00:00:00Z&to=2026-11-22T00:00:00Z");

        var reader = new SignalFileReader(new SignalFileOptions());
        reader.Append(text);
        reader.Complete();
        var slots = new List<ImportedSlot>();
        reader.TakeSlots(slots);

        var from = new DateTimeOffset(2026, 11, 15, 0, 0, 0, TimeSpan.Zero);
        var expected = TestGrid.Slots(168, from, from.AddDays(7), WebSite.Now).Where(s => s.Intensity is not null)
            .Select(s => new ImportedSlot(0, s.Start.ToUnixTimeSeconds(), 1800, s.Intensity!.Value));
        Assert.Equal(0, reader.RowsRejected);
        Assert.Equal(["GB"], reader.Zones.Select(z => z.Value));
        Assert.Equal(expected, slots);
    }

    [Fact]
    public async Task Get_NothingButEstimates_SaysSoWithTheImportCommand()
    {
        await using var site = await WebSite.StartAsync("estimated");
        var (status, page) = await site.OpenAsync("/zones/GB");

        Assert.Equal(200, status);
        Assert.Contains("No measured value of this time yet", page.Words(".notice"));
        Assert.Equal("carbon import --zone GB intensities.csv", page.Words(".notice code"));
        Assert.Equal(("0 %", "the rest is estimated"), (page.Words(".figures > div:last-child strong"), page.Words(".figures > div:last-child .sub")));
    }

    [Fact]
    public async Task Get_NoSignal_KeepsTheRangesAndSaysWhatToDo()
    {
        await using var site = await WebSite.StartAsync("empty");
        var (status, page) = await site.OpenAsync("/zones/GB");

        Assert.Equal(200, status);
        Assert.Contains("Nothing is known of this time", page.Words(".notice h2"));
        Assert.NotNull(page.QuerySelector(".ranges"));
    }
}
