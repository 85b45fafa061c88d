using System.Globalization;
using System.Text.Json;
using CarbonApp.Cli.Terminal;
using CarbonApp.Engine.Kelp.Accuracy;

namespace CarbonApp.Cli.Kelp.Chips;

/// <summary>Scores of chips, for people and for programs.</summary>
internal static class ChipTable
{
    private const double HectaresPerPixel = 0.01;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static void Write(IReadOnlyList<ChipScore> scores, Screen screen)
    {
        var table = PlainTable.Create("Chip", "Dice", "IoU", "Precision", "Recall", "In both", "Found only", "Labelled only", "In neither", "Labelled", "Found");
        foreach (var score in scores)
        {
            Add(table, score.Name, score.Counts);
        }

        if (scores.Count > 1)
        {
            Add(table, "all, pixels pooled", Pooled(scores));
        }

        screen.Out.Write(table);
        screen.Print($"Left out: {Quantities.Count(scores.Sum(s => s.NotSeen))} pixels under cloud, shadow or without data, {Quantities.Count(scores.Sum(s => s.NotSeenKelp))} of them labelled kelp; {Quantities.Count(scores.Sum(s => s.NotLabelled))} that the label does not know.");
        screen.Print($"Labelled kelp on what was taken for land, not found therefore: {Quantities.Count(scores.Sum(s => s.OnLandKelp))} pixels.");
        screen.Print("""
            What this does not prove: a chip speaks for its own coast, date, water and tide, and a label can be wrong; two published maps of one scene agree to
            Dice 0.81 only (docs/accuracy.md). It says nothing of cover, species, biomass or carbon, and a pixel under canopy by less than 15 % is beyond the method.
            """);
    }

    public static void WriteJson(IReadOnlyList<ChipScore> scores, Screen screen)
    {
        var pooled = Pooled(scores);
        screen.Print(JsonSerializer.Serialize(new { Pooled = ToJson(pooled), Chips = scores.Select(s => new { s.Name, Score = ToJson(s.Counts), s.NotLabelled, s.NotSeen, s.NotSeenKelp, s.OnLandKelp, s.Warnings }) }, Json));
    }

    private static MaskAgreement Pooled(IReadOnlyList<ChipScore> scores) => scores.Aggregate(default(MaskAgreement), (sum, score) => sum + score.Counts);

    private static object ToJson(MaskAgreement counts) => new
    {
        Dice = Known(counts.Dice),
        Iou = Known(counts.Iou),
        Precision = Known(counts.Precision),
        Recall = Known(counts.Recall),
        TruePositives = counts.Both,
        FalsePositives = counts.FoundOnly,
        FalseNegatives = counts.LabelOnly,
        TrueNegatives = counts.Neither,
    };

    private static double? Known(double share) => double.IsNaN(share) ? null : share;

    private static void Add(Spectre.Console.Table table, string name, MaskAgreement counts) => table.Add(
        name, Share(counts.Dice), Share(counts.Iou), Share(counts.Precision), Share(counts.Recall),
        Quantities.Count(counts.Both), Quantities.Count(counts.FoundOnly), Quantities.Count(counts.LabelOnly), Quantities.Count(counts.Neither),
        Hectares(counts.Both + counts.LabelOnly), Hectares(counts.Both + counts.FoundOnly));

    private static string Hectares(long pixels) => string.Create(CultureInfo.InvariantCulture, $"{pixels * HectaresPerPixel:#,0.00} ha");

    private static string Share(double share) => double.IsNaN(share) ? "no kelp" : share.ToString("0.000", CultureInfo.InvariantCulture);
}
