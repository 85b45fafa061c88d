using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using CarbonApp.AppHost.Tests.Standalone;

namespace CarbonApp.AppHost.Tests.Acceptance;

/// <summary>What <c>carbon import</c> stored is what the file says, however often it is stored.</summary>
[Collection(WholeSystem.Name)]
public class StoredHistoryTests(GreatBritainSystem system)
{
    // At most 400 days are answered at once, and the file is longer.
    private static readonly string[] Ranges = ["from=2019-12-20T00:00Z&to=2020-07-01T00:00Z", "from=2020-07-01T00:00Z&to=2021-04-01T00:00Z"];

    [Fact]
    public async Task Signals_OfTheImportedRange_AreTheFilesValuesAsMeasured()
    {
        var run = await system.FilledAsync();
        // From October 2020 on the file has quarter-hour readings between its half-hours; the half-hours stand.
        var file = (await File.ReadAllLinesAsync(GreatBritainSystem.File()))[1..]
            .Where(line => line[14..16] is "00" or "30")
            .Select(line => $"{line[..10]}T{line[11..19]}Z,{line[20..]}")
            .ToArray();

        var slots = (await SlotsAsync(run)).Where(slot => slot.GetProperty("intensity").ValueKind == JsonValueKind.Number && IsOfTheFile(slot)).ToArray();

        Assert.Equal(file, slots.Select(slot => string.Create(
            CultureInfo.InvariantCulture, $"{slot.GetProperty("start").GetString()},{slot.GetProperty("intensity").GetDouble():R}")));
        Assert.All(slots, slot => Assert.Equal("measured", slot.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task CarbonImport_Again_ChangesNothing()
    {
        var run = await system.FilledAsync();
        var (before, first) = (await SlotsAsync(run), await system.ImportedAsync());

        var again = (await GreatBritainSystem.ImportAsync(run)).Succeeded();

        Assert.Equal(first.Output, again.Output);
        Assert.Equal("completed", JsonDocument.Parse(again.Output).RootElement.GetProperty("status").GetString());
        Assert.Equal(before.Select(slot => slot.GetRawText()), (await SlotsAsync(run)).Select(slot => slot.GetRawText()));
    }

    [Fact]
    public async Task Import_SameFileUnderANewKey_ChangesNoValue()
    {
        var run = await system.FilledAsync();
        var before = await SlotsAsync(run);
        using var client = WholeSystem.ClientOf(run);
        using var file = new ByteArrayContent(await File.ReadAllBytesAsync(GreatBritainSystem.File()));
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");

        using var stored = await client.PostAsync(new Uri("/api/v2/imports?zone=GB", UriKind.Relative), file);

        Assert.True(stored.IsSuccessStatusCode, await stored.Content.ReadAsStringAsync());
        Assert.Equal(before.Select(slot => slot.GetRawText()), (await SlotsAsync(run)).Select(slot => slot.GetRawText()));
    }

    /// <summary>Where the file has nothing, the yearly mean answers, and says so.</summary>
    private static bool IsOfTheFile(JsonElement slot)
    {
        var (source, status) = (slot.GetProperty("source").GetString(), slot.GetProperty("status").GetString());
        Assert.True(source == "import" || status == "estimated", slot.GetRawText());
        return source == "import";
    }

    private static async Task<JsonElement[]> SlotsAsync(HostRun run)
    {
        using var client = WholeSystem.ClientOf(run);
        var slots = new List<JsonElement>();
        foreach (var range in Ranges)
        {
            slots.AddRange((await JsonCall.GetAsync(client, $"/api/v2/signals/GB?{range}")).Answered().Json.GetProperty("slots").EnumerateArray());
        }

        return [.. slots];
    }
}
