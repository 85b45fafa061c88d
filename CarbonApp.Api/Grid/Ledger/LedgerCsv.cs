using System.Globalization;
using System.Text;

namespace CarbonApp.Api.Grid.Ledger;

/// <summary>The ledger as a table for spreadsheets: one line per row, empty where a figure is not known.</summary>
internal static class LedgerCsv
{
    private static readonly (string Name, Func<LedgerRow, IFormattable?> Of)[] Columns =
    [
        ("plans", r => r.Plans),
        ("settled", r => r.Settled),
        ("pending", r => r.Pending),
        ("unmeasured", r => r.Unmeasured),
        ("withActuals", r => r.WithActuals),
        ("replays", r => r.Replays),
        ("compared", r => r.Compared),
        ("promisedEmissionsG", r => r.Promised?.EmissionsG),
        ("promisedRunNowG", r => r.Promised?.RunNowG),
        ("promisedSavingG", r => r.Promised?.SavingG),
        ("promisedSavingPct", r => r.Promised?.SavingPct),
        ("realisedEmissionsG", r => r.Realised?.EmissionsG),
        ("realisedRunNowG", r => r.Realised?.RunNowG),
        ("realisedSavingG", r => r.Realised?.SavingG),
        ("realisedSavingPct", r => r.Realised?.SavingPct),
        ("regretG", r => r.RegretG),
        ("regretPct", r => r.RegretPct),
        ("forecastErrorPct", r => r.ForecastErrorPct),
        ("coveragePct", r => r.CoveragePct),
    ];

    public static string Write(IReadOnlyList<LedgerRow> rows)
    {
        var text = new StringBuilder("from,to,zone,kind,factor,policy,").AppendJoin(',', Columns.Select(c => c.Name)).Append('\n');
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Time(row.From)},{Time(row.To)},{row.Zone},{row.Kind},{row.Factor},{row.Policy},")
                .AppendJoin(',', Columns.Select(c => c.Of(row)?.ToString(null, CultureInfo.InvariantCulture)))
                .Append('\n');
        }

        return text.ToString();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
