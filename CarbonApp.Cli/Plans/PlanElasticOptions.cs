using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Cli.Http;

namespace CarbonApp.Cli.Plans;

/// <summary>The options of a job that changes its size.</summary>
internal sealed class PlanElasticOptions
{
    private const long LargestFile = 1_000_000;

    private Option<PlanScale[]?> Profile { get; } = new("--profile")
    {
        Description = "Sizes of an elastic job: a file of lines replicas,throughput,watts (CSV) or a JSON list of such objects; - is standard input.",
        HelpName = "FILE",
        CustomParser = result =>
        {
            var file = result.Tokens[0].Value;
            var profile = Read(file);
            if (profile is null)
            {
                result.AddError($"'{file}' cannot be read as a profile: expected lines of replicas,throughput,watts, or a JSON list of such objects.");
            }

            return profile;
        },
    };

    private Option<double?> Work { get; } = new("--work") { Description = "Work of an elastic job: throughput × hours, in the profile's unit.", HelpName = "N" };

    private Option<bool> Integral { get; } = new("--integral") { Description = "One size all through a slot of the signal." };

    public void AddTo(Command command) => PlanOptionSet.Add(command, Profile, Work, Integral);

    public PlanJob AddTo(PlanJob job, ParseResult parsed) => job.Mode == "elastic"
        ? job with { Work = parsed.GetValue(Work), ScaleProfile = parsed.GetValue(Profile), Integral = parsed.GetValue(Integral) }
        : job;

    private static PlanScale[]? Read(string file)
    {
        try
        {
            if (file != "-" && new FileInfo(file).Length > LargestFile)
            {
                return null;
            }

            var text = file == "-" ? Console.In.ReadToEnd() : File.ReadAllText(file);
            return text.AsSpan().TrimStart() is ['[', ..] ? JsonSerializer.Deserialize<PlanScale[]>(text, CarbonApi.Json) : FromLines(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>A first line that begins with a letter names the columns, which have this order.</summary>
    private static PlanScale[] FromLines(string text) => [.. text
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Where((line, i) => !(i == 0 && char.IsAsciiLetter(line[0])))
        .Select(line => line.Split(',', StringSplitOptions.TrimEntries) is [var replicas, var throughput, var watts]
            ? new PlanScale
            {
                Replicas = int.Parse(replicas, CultureInfo.InvariantCulture),
                Throughput = double.Parse(throughput, CultureInfo.InvariantCulture),
                Watts = double.Parse(watts, CultureInfo.InvariantCulture),
            }
            : throw new FormatException($"'{line}' has not three columns."))];
}
