using System.Globalization;
using System.Text;
using System.Text.Json;
using CarbonApp.AppHost.Standalone.Running;
using CarbonApp.AppHost.Tests.Standalone;

namespace CarbonApp.AppHost.Tests.Acceptance;

/// <summary>kill -9 of Postgres in the middle of <c>carbon import</c>: it goes on behind the last stored row, and nothing is lost or doubled.</summary>
[Collection(OnQuietMachine.Name)]
public class ImportInterruptedTests
{
    private const int Zones = 12;
    private const int HalfHours = 366 * 48;
    private static readonly DateTimeOffset Begin = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public ImportInterruptedTests() => RunningSystem.SkipWithoutServers();

    [Fact]
    public async Task CarbonImport_PostgresKilledMeanwhile_StoresEveryValueOnce()
    {
        var settings = Feeds.AtClosedPort();
        settings["Grid__Imports__BatchSlots"] = "5000";
        // So that the first batch shows as soon as it is committed.
        settings["Grid__Store__RememberSeconds"] = "0";
        settings["Sources__RememberMilliseconds"] = "0";
        await using var run = await HostRun.StartUpAsync(settings);
        using var client = WholeSystem.ClientOf(run);
        var file = Path.Combine(run.Data, "year.csv");
        await File.WriteAllTextAsync(file, Year());

        var importing = ProgramRun.CarbonAsync(run, "import", "--output", "json", file);
        await FirstBatchAsync(client, importing);
        PosixSignals.Send(run.ProcessOf("postgres"), PosixSignals.Kill);
        var import = (await importing).Succeeded();

        Assert.Contains("trying again", import.Errors, StringComparison.Ordinal);
        var summary = JsonDocument.Parse(import.Output).RootElement;
        Assert.Equal(("completed", HalfHours, Zones * HalfHours, 0), (
            summary.GetProperty("status").GetString(), summary.GetProperty("rowsRead").GetInt32(),
            summary.GetProperty("slotsStored").GetInt32(), summary.GetProperty("rowsRejected").GetInt32()));
        for (var zone = 0; zone < Zones; zone++)
        {
            var signal = (await JsonCall.GetAsync(client, $"/api/v2/signals/{Name(zone)}?from=2020-01-01T00:00Z&to=2021-01-01T00:00Z")).Answered().Json;
            Assert.Equal(
                Enumerable.Range(0, HalfHours).Select(slot => (double?)Value(zone, slot)),
                signal.GetProperty("slots").EnumerateArray().Select(slot => slot.GetProperty("intensity").ValueKind == JsonValueKind.Null ? (double?)null : slot.GetProperty("intensity").GetDouble()));
        }
    }

    /// <summary>Not a power grid's year: a row number in every value, so that a lost or doubled row shows.</summary>
    private static string Year()
    {
        var text = new StringBuilder("datetime").Append(string.Concat(Enumerable.Range(0, Zones).Select(zone => "," + Name(zone)))).Append('\n');
        for (var slot = 0; slot < HalfHours; slot++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Begin.AddMinutes(30 * slot):yyyy-MM-dd HH:mm}");
            for (var zone = 0; zone < Zones; zone++)
            {
                text.Append(CultureInfo.InvariantCulture, $",{Value(zone, slot)}");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Name(int zone) => $"ZZ-{(char)('A' + zone)}";

    private static double Value(int zone, int slot) => zone + (slot / 100.0);

    private static async Task FirstBatchAsync(HttpClient client, Task import)
    {
        while ((await JsonCall.GetAsync(client, $"/api/v2/signals/{Name(0)}?from=2020-01-01T00:00Z&to=2020-01-02T00:00Z")).Status != 200)
        {
            Assert.False(import.IsCompleted, "the import ended before its first batch was seen");
            await Task.Delay(20);
        }
    }
}
