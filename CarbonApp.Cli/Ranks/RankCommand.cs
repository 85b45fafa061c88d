using System.CommandLine;
using System.Text.Json.Nodes;
using CarbonApp.Api.Grid.Regions;
using CarbonApp.Api.Grid.Zones;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Ranks;

/// <summary><c>carbon rank</c>: which zones or cloud regions are cleanest now?</summary>
internal static class RankCommand
{
    public static Command Create(ApiOption api, Screen screen)
    {
        var zones = new Option<bool>("--zones") { Description = "Grid zones (the default)." };
        var regions = new Option<bool>("--regions") { Description = "Cloud regions, by grams per kWh of computing (intensity times PUE)." };
        var provider = new Option<string>("--provider") { Description = "Regions of one provider only: aws, azure or gcp.", HelpName = "NAME" };
        var top = new Option<int?>("--top") { Description = "Only the N cleanest.", HelpName = "N" };
        var output = OutputOption.Create();
        top.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1)
            {
                result.AddError("--top is the number of rows: 1 or more.");
            }
        });

        var command = new Command("rank", "Ranks grid zones or cloud regions by their intensity now, cleanest first.") { zones, regions, provider, top, output };
        command.Validators.Add(result =>
        {
            if (result.GetValue(zones) && (result.GetValue(regions) || result.GetValue(provider) is not null))
            {
                result.AddError("Choose --zones or --regions; --provider belongs to --regions.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            var ranked = await connection.GetAsync<ZonesResponse>("api/v2/zones", cancellationToken);
            var limit = parsed.GetValue(top) ?? int.MaxValue;
            var json = OutputOption.IsJson(parsed, output);
            if (!parsed.GetValue(regions) && parsed.GetValue(provider) is null)
            {
                return WriteZones(ranked, limit, json, screen);
            }

            var known = await connection.GetAsync<RegionsResponse>("api/v2/regions", cancellationToken);
            var rows = RankedRegion.Rank(ranked.Value, known.Value, parsed.GetValue(provider)).Take(limit).ToArray();
            return WriteRegions(rows, ranked.Value, json, parsed.GetValue(provider), screen);
        });
        return command;
    }

    private static int WriteZones(ApiAnswer<ZonesResponse> ranked, int limit, bool json, Screen screen)
    {
        if (json)
        {
            screen.Print(limit < ranked.Value.Zones.Count ? Shortened(ranked.Text, limit) : ranked.Text);
            return ExitCode.Ok;
        }

        RankTable.Write([.. ranked.Value.Zones.Take(limit)], ranked.Value.AsOf, screen.Out);
        return ExitCode.Ok;
    }

    private static int WriteRegions(RankedRegion[] rows, ZonesResponse ranked, bool json, string? provider, Screen screen)
    {
        if (rows.Length == 0)
        {
            screen.SayError(provider is null ? "The Api knows no region." : $"No region of '{provider}' is known: aws, azure and gcp are.");
            return provider is null ? ExitCode.NoAnswer : ExitCode.Usage;
        }

        if (json)
        {
            screen.Print(RankedRegion.ToJson(rows, ranked.AsOf));
        }
        else
        {
            RankTable.Write(rows, ranked.AsOf, screen.Out);
        }

        return ExitCode.Ok;
    }

    /// <summary>The Api's own objects, fewer of them.</summary>
    internal static string Shortened(string text, int limit)
    {
        var document = JsonNode.Parse(text)!;
        var zones = document["zones"]!.AsArray();
        while (zones.Count > limit)
        {
            zones.RemoveAt(zones.Count - 1);
        }

        return document.ToJsonString();
    }
}
