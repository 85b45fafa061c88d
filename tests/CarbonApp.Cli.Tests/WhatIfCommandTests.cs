using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.WhatIf;
using CarbonApp.Cli.Tests.Fakes;

namespace CarbonApp.Cli.Tests;

public sealed class WhatIfCommandTests
{
    private static readonly string[] Run = ["whatif", "--start", "2020-03-15T00:00Z", "--duration", "3h"];

    [Fact]
    public async Task WhatIf_APastRun_ShowsTheThreeRuns()
    {
        await using var api = (await ApiStandIn.StartAsync()).On("POST /api/v2/whatif", Answer());

        var run = await CarbonRun.RunAsync(api, [.. Run, "--zone", "GB", "--watts", "850", "--slack", "12h"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("as it ran .*2020-03-15 00:00Z .*600.0 gCO2eq", run.Output);
        Assert.Matches("at its best .*04:00Z .*300.0 gCO2eq .*50.0 %", run.Output);
        Assert.Matches("as forecast then .*05:00Z .*400.0 gCO2eq .*33.3 %", run.Output);
        var asked = Assert.Single(api.Requests).Json;
        Assert.Equal("2020-03-15T03:00:00+00:00", asked.GetProperty("segments")[0].GetProperty("end").GetString());
        Assert.Equal(("PT12H", 850.0), (asked.GetProperty("slack").GetString(), asked.GetProperty("watts").GetDouble()));
    }

    [Theory]
    [InlineData("--zone", "GB")]
    [InlineData("--watts", "1")]
    [InlineData("--zone", "GB", "--watts", "1", "--kwh", "2")]
    public async Task WhatIf_WrongUsage_Ends2(params string[] options)
    {
        await using var api = await ApiStandIn.StartAsync();

        var run = await CarbonRun.RunAsync(api, [.. Run, .. options]);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(api.Requests);
    }

    private static WhatIfResponse Answer() => new()
    {
        Site = new SiteItem { Zone = "GB", Pue = 1 },
        Actual = RunAt(0, 200), Best = RunAt(4, 100), Foreseeable = RunAt(5, 400 / 3.0), BestSavingPct = 50, ForeseeableSavingPct = 100 / 3.0,
        Earliest = Answers.Midnight, Deadline = Answers.Midnight.AddHours(15), Warnings = ["DEADLINE_CUT"], Provenance = [],
    };

    private static WhatIfRun RunAt(int hour, double intensity) => new()
    {
        EnergyKwh = 3, EmissionsG = 3 * intensity, MeanIntensity = intensity,
        Segments =
        [
            new WhatIfRunSegment
            {
                Start = Answers.Midnight.AddHours(hour), End = Answers.Midnight.AddHours(hour + 3), MeanIntensity = intensity, EmissionsG = 3 * intensity,
            },
        ],
    };
}
