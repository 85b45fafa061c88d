using System.CommandLine;
using System.Globalization;
using CarbonApp.Api.Kelp.Catalog;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Kelp.Analyses;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Kelp.Scenes;

/// <summary><c>carbon kelp scenes</c>: which scenes saw a place?</summary>
internal static class ScenesCommand
{
    public static Command Create(ApiOption api, Screen screen)
    {
        var area = new AreaOptions();
        var from = KelpTime.Option("--from", "Beginning of the period; 90 days before its end if not given");
        var to = KelpTime.Option("--to", "End of the period, exclusive; now if not given");
        var maxCloud = AreaOptions.Number("--max-cloud", "Leave out scenes with more of their whole tile under cloud, share 0 to 1.", "SHARE");
        var limit = new Option<int?>("--limit") { Description = "Most scenes, 1 to 1000; 100 if not given.", HelpName = "N" };
        var catalog = AnalyzeOptionSet.CatalogOption();
        var output = OutputOption.Create();
        var command = new Command("scenes", "Lists the scenes of Sentinel-2 that saw a place, oldest first.");
        area.AddTo(command, outline: false);
        foreach (var option in new Option[] { from, to, maxCloud, limit, catalog, output })
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            var path = "api/v2/scenes" + QueryText.Of(
                ("bbox", parsed.GetValue(area.Box) is { Length: > 0 } box ? string.Join(',', box.Select(side => QueryText.Number(side))) : null),
                ("lat", QueryText.Number(parsed.GetValue(area.Lat))), ("lon", QueryText.Number(parsed.GetValue(area.Lon))),
                ("radiusKm", QueryText.Number(parsed.GetValue(area.RadiusKm))),
                ("from", KelpTime.Text(KelpTime.Value(parsed, from))), ("to", KelpTime.Text(KelpTime.Value(parsed, to))),
                ("maxCloud", QueryText.Number(parsed.GetValue(maxCloud))), ("limit", QueryText.Number(parsed.GetValue(limit))), ("catalog", parsed.GetValue(catalog)));
            var scenes = await connection.GetAsync<ScenesResponse>(path, cancellationToken);
            if (OutputOption.IsJson(parsed, output))
            {
                screen.Print(scenes.Text);
            }
            else
            {
                Write(scenes.Value, screen);
            }

            return scenes.Value.Scenes.Count > 0 ? ExitCode.Ok : ExitCode.NoAnswer;
        });
        return command;
    }

    private static void Write(ScenesResponse answer, Screen screen)
    {
        var table = PlainTable.Create("Scene", "Taken (UTC)", "Tile", "Cloud over the tile", "Baseline", "Offset", "Decided by", "Bands");
        foreach (var scene in answer.Scenes)
        {
            table.Add(
                scene.Id, Quantities.Time(scene.DatetimeUtc), scene.Tile ?? "", KelpQuantities.Share(scene.TileCloudShare), scene.ProcessingBaseline ?? "",
                scene.OffsetDn is { } offset ? offset.ToString("0", CultureInfo.InvariantCulture) : "", scene.OffsetRule, string.Join(' ', scene.Bands));
        }

        if (answer.Scenes.Count > 0)
        {
            screen.Out.Write(table);
        }

        screen.Say($"Scenes in {answer.Catalog}: {answer.Scenes.Count}, {Quantities.Time(answer.From)} to {Quantities.Time(answer.To)}{(answer.Demo ? "; DEMO: only files at hand" : "")}. {string.Join("; ", answer.Attributions)}.");
        foreach (var note in answer.Notes.Concat(answer.Complete ? [] : ["There are more: raise --limit or narrow the period."]))
        {
            screen.SayWarning(note);
        }

        foreach (var scene in answer.Scenes)
        {
            foreach (var warning in scene.Warnings)
            {
                screen.SayWarning($"{scene.Id}: {warning}");
            }
        }
    }
}
