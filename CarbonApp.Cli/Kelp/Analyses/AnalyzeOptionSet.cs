using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Kelp.Analyses;

/// <summary>The options that describe an analysis. What is left out, the Api fills in.</summary>
internal sealed class AnalyzeOptionSet
{
    public AreaOptions Area { get; } = new();

    public Option<string?> Land { get; } = new("--land") { Description = "File with land as GeoJSON, from a coastline; told from the scenes themselves if not given.", HelpName = "FILE" };

    public Option<string?> TooDeep { get; } = new("--too-deep") { Description = "File with water too deep for the species as GeoJSON; not searched.", HelpName = "FILE" };

    public Option<string?> From { get; } = KelpTime.Option("--from", "Beginning of the period", required: true);

    public Option<string?> To { get; } = KelpTime.Option("--to", "End of the period, exclusive; the estimate is of its last 365 days", required: true);

    public Option<int[]?> Months { get; } = new("--months")
    {
        Description = "Months to take scenes from, such as 7-9, 11-2 or 6,8; all if not given.", HelpName = "MONTHS", CustomParser = ParseMonths,
    };

    public Option<string?> Species { get; } = new("--species") { Description = "Whose constants are used; the one the coast is known for if not given. No satellite tells them apart." };

    public Option<string> Detector { get; } = new("--detector") { Description = "How much evidence makes a pixel canopy.", DefaultValueFactory = _ => "standard" };

    public Option<bool> NoTide { get; } = new("--no-tide") { Description = "Take the canopy as seen, without correction for the tide." };

    public Option<double?> ReferenceLevel { get; } = AreaOptions.Number("--reference-level", "Water level the canopy is stated at, m above chart datum; 0 if not given.", "M");

    public Option<double?> MaxCloud { get; } = AreaOptions.Number("--max-cloud", "Leave out scenes with more of the area under cloud, share 0 to 1; 0.5 if not given.", "SHARE");

    public Option<int?> ScenesPerQuarter { get; } = new("--scenes-per-quarter") { Description = "Best scenes to take of each quarter of a year; 4 if not given.", HelpName = "N" };

    public Option<string?> Catalog { get; } = CatalogOption();

    public Option<string?> Name { get; } = new("--name") { Description = "Name for lists and the report.", HelpName = "NAME" };

    public Option<bool> Refresh { get; } = new("--refresh") { Description = "Make a new analysis although the same was made before." };

    public Option<string> Output { get; } = OutputOption.Create();

    public static Option<string?> CatalogOption()
    {
        var option = new Option<string?>("--catalog") { Description = "Catalogue of scenes; the first of the Api's that has some if not given." };
        option.AcceptOnlyFromAmong("planetary-computer", "earth-search", "local");
        return option;
    }

    public void AddTo(Command command)
    {
        Species.AcceptOnlyFromAmong("nereocystis", "macrocystis");
        Detector.AcceptOnlyFromAmong("standard", "strict", "clear-target", "high-recall");
        Area.AddTo(command, outline: true);
        Option[] all = [Land, TooDeep, From, To, Months, Species, Detector, NoTide, ReferenceLevel, MaxCloud, ScenesPerQuarter, Catalog, Name, Refresh, Output];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The request as the Api takes it; reads the file of the area.</summary>
    public AnalysisRequest ToRequest(ParseResult parsed)
    {
        var request = new AnalysisRequest();
        return request with
        {
            Aoi = Area.ToArea(parsed),
            Land = parsed.GetValue(Land) is { } land ? AreaOptions.Read(land) : null,
            TooDeep = parsed.GetValue(TooDeep) is { } tooDeep ? AreaOptions.Read(tooDeep) : null,
            From = KelpTime.Value(parsed, From),
            To = KelpTime.Value(parsed, To),
            Months = parsed.GetValue(Months) is { Length: > 0 } months ? months : null,
            Species = parsed.GetValue(Species),
            Detector = parsed.GetValue(Detector)!,
            TideCorrection = !parsed.GetValue(NoTide),
            ReferenceLevelM = parsed.GetValue(ReferenceLevel) ?? request.ReferenceLevelM,
            MaxCloudShare = parsed.GetValue(MaxCloud) ?? request.MaxCloudShare,
            ScenesPerQuarter = parsed.GetValue(ScenesPerQuarter) ?? request.ScenesPerQuarter,
            Catalog = parsed.GetValue(Catalog),
            Name = parsed.GetValue(Name),
            Refresh = parsed.GetValue(Refresh),
        };
    }

    /// <summary>Single months and runs of them, which may go over the new year.</summary>
    private static int[]? ParseMonths(ArgumentResult result)
    {
        var months = new SortedSet<int>();
        foreach (var part in result.Tokens[0].Value.Split(','))
        {
            var ends = part.Split('-').Select(e => int.TryParse(e, NumberStyles.None, CultureInfo.InvariantCulture, out var month) && month is >= 1 and <= 12 ? month : 0).ToArray();
            if (ends.Length > 2 || ends.Contains(0))
            {
                result.AddError($"--months: '{part}' is neither a month from 1 to 12 nor a run of them such as 7-9 or 11-2.");
                return null;
            }

            for (var month = ends[0]; ; month = month % 12 + 1)
            {
                months.Add(month);
                if (month == ends[^1])
                {
                    break;
                }
            }
        }

        return [.. months];
    }
}
