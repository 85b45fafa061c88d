using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CarbonApp.Cli.Terminal;
using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Cli.Kelp.Chips;

/// <summary><c>carbon kelp add-chip</c>: how well does the detector find the kelp that someone labelled? Works on files of this machine, without an Api:
/// imagery need not travel to be looked at, and the detector is the same.</summary>
internal static class AddChipCommand
{
    public static Command Create(Screen screen)
    {
        var files = new ChipOptions();
        var label = new Option<string?>("--label") { Description = "GeoTIFF on the image's pixels: 1 kelp, 0 none, its no-data value not known.", HelpName = "FILE" };
        var values = new Option<int[]?>("--kelp-values") { Description = "Values of the label that mean kelp, where it has classes.", HelpName = "LIST", CustomParser = ParseValues };
        var output = OutputOption.Create();
        output.Description = "table for people, json for programs.";
        var command = new Command(
            "add-chip", "Scores the detector on labelled chips: Dice, IoU, precision and recall with their counts. A folder that gathers chips is scored as a whole. Needs no Api.");
        files.AddTo(command, optional: false);
        foreach (var option in new Option[] { label, values, output })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if ((result.GetResult(files.Image) is not null) != (result.GetResult(label) is not null))
            {
                result.AddError("--image and --label go together; in a folder the label is NAME.label.tif or label.tif.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var scores = new List<ChipScore>();
            foreach (var chip in files.Find(parsed, parsed.GetValue(label)))
            {
                if (chip.Label is null)
                {
                    screen.SayWarning($"{chip.Name}: has no label beside it, and is passed over.");
                    continue;
                }

                var kelp = parsed.GetValue(values) is { Length: > 0 } given ? given : null;
                if (await ScoreAsync(chip, kelp, files.ToDetector(parsed), screen, cancellationToken) is { } score)
                {
                    scores.Add(score);
                }
            }

            return Show(scores, OutputOption.IsJson(parsed, output), screen);
        });
        return command;
    }

    /// <summary>Null where the detector has no answer, which is said.</summary>
    private static async Task<ChipScore?> ScoreAsync(Chip chip, int[]? kelp, DetectorOptions options, Screen screen, CancellationToken cancellationToken)
    {
        using var open = await chip.OpenAsync(cancellationToken);
        var finest = open.Files.Values.MaxBy(f => f.Tiff.Images[0].Width)!.Tiff;
        var label = await LabelRaster.ReadAsync(chip.Label!, finest, kelp, cancellationToken);
        try
        {
            switch (await KelpDetector.DetectAsync(open.Scene, options, cancellationToken: cancellationToken))
            {
                case DetectionOutcome.Detected(var scene):
                    return ChipScore.Of(chip.Name, scene, label);
                case DetectionOutcome.ImplausibleRadiometry refused:
                    screen.SayError($"{chip.Name}: {refused.Reason}");
                    return null;
                case DetectionOutcome.BandsMissing(var reason):
                    screen.SayError($"{chip.Name}: {reason}");
                    return null;
                case var other:
                    throw new InvalidOperationException($"Unknown outcome {other}.");
            }
        }
        catch (TiffException e)
        {
            throw new IOException($"{chip.Name}: {e.Message}", e);
        }
    }

    private static int Show(List<ChipScore> scores, bool json, Screen screen)
    {
        if (scores.Count == 0)
        {
            screen.SayError("No labelled chip could be scored.");
            return ExitCode.NoAnswer;
        }

        if (json)
        {
            ChipTable.WriteJson(scores, screen);
        }
        else
        {
            ChipTable.Write(scores, screen);
        }

        foreach (var (score, warning) in scores.SelectMany(s => s.Warnings.Select(w => (s, w))))
        {
            screen.SayWarning($"{score.Name}: {warning}");
        }

        foreach (var score in scores.Where(s => s.Counts.FoundOnly + s.Counts.Neither == 0))
        {
            screen.SayWarning($"{score.Name}: the label says nowhere that there is no kelp (is 0 its no-data value?), so that its precision means nothing.");
        }

        return ExitCode.Ok;
    }

    private static int[]? ParseValues(ArgumentResult result)
    {
        var values = result.Tokens[0].Value.Split(',').Select(v => int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= 255 ? value : -1).ToArray();
        if (values.Contains(-1))
        {
            result.AddError($"--kelp-values: '{result.Tokens[0].Value}' is no list of whole numbers from 0 to 255, such as 1,2.");
            return null;
        }

        return values;
    }
}
