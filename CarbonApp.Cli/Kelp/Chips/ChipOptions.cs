using System.CommandLine;
using System.CommandLine.Parsing;
using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Cli.Kelp.Chips;

/// <summary>The options that say which files: a folder with descriptions, or a bare image and what its numbers mean.</summary>
internal sealed class ChipOptions
{
    private static readonly string[] Detectors = ["standard", "strict", "clear-target", "high-recall"];

    public Argument<string?> Folder { get; } = new("folder") { Description = "Folder with chips or a scene, each with its description.", Arity = ArgumentArity.ZeroOrOne };

    public Option<string?> Image { get; } = new("--image") { Description = "GeoTIFF with several bands, instead of a folder.", HelpName = "FILE" };

    public Option<SentinelBand?[]?> Bands { get; } = new("--bands")
    {
        Description = "Its bands in order, such as B03,B04,B05,B06,B08,B11,SCL; - for one to pass over.", HelpName = "LIST", CustomParser = ParseBands,
    };

    public Option<int?> Offset { get; } = new("--offset")
    {
        Description = "Added to its numbers before they are divided by 10,000: -1000 for numbers as products have them since baseline 04.00, 0 before or where it was added.", HelpName = "DN",
    };

    public Option<string> Detector { get; } = new("--detector") { Description = "How much evidence makes a pixel canopy.", DefaultValueFactory = _ => Detectors[0] };

    /// <summary>Adds the options and the rules between them.</summary>
    /// <param name="command">The command.</param>
    /// <param name="optional">True where there is something to do without any file.</param>
    public void AddTo(Command command, bool optional)
    {
        Detector.AcceptOnlyFromAmong(Detectors);
        command.Arguments.Add(Folder);
        foreach (var option in new Option[] { Image, Bands, Offset, Detector })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            var (folder, image) = (result.GetValue(Folder) is not null, result.GetResult(Image) is not null);
            var described = result.GetResult(Bands) is not null && result.GetResult(Offset) is not null;
            if (folder == image && !(optional && !folder))
            {
                result.AddError("Give a folder, or an image with --image, --bands and --offset.");
            }
            else if (image && !described)
            {
                result.AddError("--image needs --bands and --offset: an offset that is guessed makes water land or kelp.");
            }
        });
    }

    /// <summary>The chips; reads descriptions. None where neither folder nor image was given.</summary>
    public IReadOnlyList<Chip> Find(ParseResult parsed, string? label) => parsed.GetValue(Image) is { } image
        ? [new Chip(Path.GetFileName(image), BandsOf(parsed, image), label)]
        : parsed.GetValue(Folder) is { } folder ? ChipFolder.Find(folder) : [];

    public DetectorOptions ToDetector(ParseResult parsed) => new() { Profile = (DetectorProfile)Array.IndexOf(Detectors, parsed.GetValue(Detector)) };

    private Dictionary<SentinelBand, ChipBand> BandsOf(ParseResult parsed, string image) => parsed.GetValue(Bands)!.Index()
        .Where(b => b.Item is not null)
        .ToDictionary(b => b.Item!.Value, b => new ChipBand(image, b.Index, parsed.GetValue(Offset)!.Value));

    private static SentinelBand?[]? ParseBands(ArgumentResult result)
    {
        var bands = new List<SentinelBand?>();
        foreach (var name in result.Tokens[0].Value.Split(','))
        {
            if (name == "-")
            {
                bands.Add(null);
            }
            else if (Enum.TryParse<SentinelBand>(name, ignoreCase: true, out var band) && Enum.GetNames<SentinelBand>().Contains(name, StringComparer.OrdinalIgnoreCase) && !bands.Contains(band))
            {
                bands.Add(band);
            }
            else
            {
                result.AddError($"--bands: '{name}' is no band of Sentinel-2 that is used, each once: {string.Join(", ", Enum.GetNames<SentinelBand>())}, or - for one to pass over.");
                return null;
            }
        }

        return [.. bands];
    }
}
