using System.Collections.Frozen;
using System.Globalization;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Regions;

/// <summary>
/// The grid zones known by name: every zone of Electricity Maps with people in it. Yearly means and shares are Electricity Maps'
/// (ODbL 1.0) and, for countries it gives none, Ember's (CC BY-SA 4.0), both as published in CO2.js; see NOTICE. A zone without
/// a mean of its own has its country's, and says so in <see cref="GridZone.AnnualMeanSource"/>.
/// </summary>
public static class GridZoneTable
{
    private static readonly FrozenDictionary<ZoneId, GridZone> ByZone = Read().ToFrozenDictionary(z => z.Zone);

    /// <summary>All zones, by key.</summary>
    public static IReadOnlyList<GridZone> All { get; } = [.. ByZone.Values.OrderBy(z => z.Zone.Value, StringComparer.Ordinal)];

    private static readonly string[] Keys = [.. All.Select(z => z.Zone.Value)];

    /// <summary>The zone with a key; null when it is not in the table (it may still have imported history).</summary>
    public static GridZone? Find(ZoneId zone) => ByZone.GetValueOrDefault(zone);

    /// <summary>Keys that look most like a misspelt one, nearest first: fewest edits, then alphabetical.</summary>
    public static IReadOnlyList<string> Nearest(string key, int count) => Spelling.Nearest(key, Keys, count);

    private static IEnumerable<GridZone> Read()
    {
        var means = ReferenceTable.Rows("zones.tsv").Select(YearlyMean.Parse).ToDictionary(m => m.Zone, StringComparer.Ordinal);
        foreach (var row in GridZonePlaces.Rows.Split('\n'))
        {
            var cells = row.TrimEnd('\r').Split(' ', 4);
            var (key, country) = (cells[0], cells[0][..2]);
            var own = means.GetValueOrDefault(key);
            var mean = own ?? means.GetValueOrDefault(country);
            yield return new GridZone(
                ZoneId.Parse(key), cells.Length > 3 ? cells[3] : own?.Name ?? key, Number(cells[1]), Number(cells[2]),
                mean is null ? null : CarbonIntensity.FromGramsPerKilowattHour(mean.GramsPerKilowattHour), mean?.Year,
                own is not null ? own.Source : mean is not null ? $"{mean.Source}; mean of {country}" : null,
                mean?.RenewableShare, mean?.FossilFreeShare);
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>One row of zones.tsv.</summary>
    private sealed record YearlyMean(
        string Zone, string Name, string Source, int? Year, double GramsPerKilowattHour, double? RenewableShare, double? FossilFreeShare)
    {
        public static YearlyMean Parse(string[] cells) => new(
            cells[0], cells[1], SourceOf(cells[2], cells[3]), cells[3].Length > 0 ? int.Parse(cells[3], CultureInfo.InvariantCulture) : null,
            Number(cells[4]), Share(cells[5]), Share(cells[6]));

        private static double? Share(string percent) => percent.Length > 0 ? Number(percent) / 100 : null;

        private static string SourceOf(string publisher, string year) => publisher switch
        {
            "Ember" => "Ember yearly electricity data (CC BY-SA 4.0), via CO2.js",
            _ => $"{publisher} yearly data {year} (ODbL 1.0), via CO2.js",
        };
    }
}
