using System.CommandLine;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Imports;

/// <summary><c>carbon import</c>: puts files of intensities into the product's history.</summary>
internal static class ImportCommand
{
    public static Command Create(ApiOption api, Screen screen)
    {
        var zone = new Option<string>("--zone") { Description = "Zone of the values, where the file does not name it.", HelpName = "ZONE" };
        var kind = new Option<string>("--kind") { Description = "What kind of intensity the file holds.", DefaultValueFactory = _ => "average" };
        var factor = new Option<string>("--factor") { Description = "Life-cycle or direct emissions.", DefaultValueFactory = _ => "lifecycle" };
        var status = new Option<string>("--status") { Description = "What the values are.", DefaultValueFactory = _ => "measured" };
        var spacing = new Option<string>("--spacing")
        {
            Description = "regular refuses rows that come sooner than the file's first spacing; varying takes each until the next.",
            DefaultValueFactory = _ => "regular",
        };
        var source = new Option<string>("--source") { Description = "Name of the source, shown wherever the values are used: lower-case letters, digits, - . _", HelpName = "NAME" };
        var strict = new Option<bool>("--strict") { Description = "Refuse the whole file when one row is bad." };
        var output = OutputOption.Create();
        var files = new Argument<string[]>("FILE")
        {
            Description = "CSV (wide or long) or Carbon Aware SDK JSON; - reads standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        kind.AcceptOnlyFromAmong("average", "marginal");
        factor.AcceptOnlyFromAmong("lifecycle", "direct");
        spacing.AcceptOnlyFromAmong("regular", "varying");
        status.AcceptOnlyFromAmong("measured", "forecast", "estimated");

        var command = new Command(
            "import",
            "Imports intensities. Running it again is harmless, and resumes an import that broke off. Times without an offset count as UTC.")
        {
            zone, kind, factor, status, source, spacing, strict, output, files,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            var options = new ImportOptions(
                parsed.GetValue(zone),
                parsed.GetValue(kind)!,
                parsed.GetValue(factor)!,
                parsed.GetValue(status)!,
                parsed.GetValue(spacing)!,
                parsed.GetValue(source),
                parsed.GetValue(strict));
            var upload = new Upload(connection, screen, options);
            var worst = ExitCode.Ok;
            foreach (var file in parsed.GetValue(files)!)
            {
                var code = await ImportFileAsync(upload, file, OutputOption.IsJson(parsed, output), screen, cancellationToken);
                worst = Math.Max(worst, code);
            }

            return worst;
        });
        return command;
    }

    private static async Task<int> ImportFileAsync(Upload upload, string path, bool json, Screen screen, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = await ImportFile.OpenAsync(path, upload.Options, cancellationToken);
            var answer = await upload.RunAsync(file, cancellationToken);
            if (json)
            {
                screen.Print(answer.Text);
            }
            else
            {
                ImportReport.Write(file, answer.Value, screen);
            }

            return ImportReport.Judge(file, answer.Value, screen);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The other files are still worth importing.
            screen.SayError(e.Message);
            return ExitCode.Failure;
        }
        catch (ApiProblemException e)
        {
            screen.SayError($"{path}: {e.Message}");
            return e.ExitCode;
        }
    }
}
