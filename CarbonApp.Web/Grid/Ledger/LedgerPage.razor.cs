using System.Globalization;
using CarbonApp.Api.Grid.Ledger;
using CarbonApp.Web.ApiClient;
using CarbonApp.Web.Grid.Charts;
using CarbonApp.Web.Pages;
using Microsoft.AspNetCore.Components;

namespace CarbonApp.Web.Grid.Ledger;

/// <summary>What plans promised and what came of them, per zone and policy, over time.</summary>
public partial class LedgerPage
{
    private static readonly (string Value, string Name)[] Buckets = [("week", "weeks"), ("day", "days"), ("month", "months")];

    private IReadOnlyList<LedgerRow> _rows = [];
    private IReadOnlyList<Group> _groups = [];
    private string _bucket = "week";
    private double _widest;

    [SupplyParameterFromQuery(Name = "zone")]
    private string? Zone { get; set; }

    [SupplyParameterFromQuery(Name = "bucket")]
    private string? Bucket { get; set; }

    [SupplyParameterFromQuery(Name = "replays")]
    private string? Replays { get; set; }

    private string CsvQuery => Query(null) + "&format=csv";

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Zone = Zone?.Trim();
        _bucket = Buckets.Any(b => b.Value == Bucket) ? Bucket! : "week";
        var (whole, parts) = (Api.GetLedgerAsync(Query(null), Http.RequestAborted), Api.GetLedgerAsync(Query(_bucket), Http.RequestAborted));
        var overTime = await parts;
        if (Take(await whole) is { } ledger)
        {
            // The chart is an extra: without it the table stands.
            Show(ledger.Rows, overTime is ApiAnswer<LedgerResponse>.Success(var bucketed) ? bucketed.Rows : []);
        }
    }

    private void Show(IReadOnlyList<LedgerRow> rows, IReadOnlyList<LedgerRow> buckets)
    {
        _rows = rows;
        _widest = rows.SelectMany(r => new[] { r.Promised?.SavingPct, r.Realised?.SavingPct }).Max() ?? 0;
        _groups = [.. rows.GroupBy(r => (r.Kind, r.Factor)).OrderByDescending(g => g.Sum(r => r.Plans)).Select(g => new Group(
            g.Key.Kind, g.Key.Factor, LedgerSums.Of([.. g]), [.. g.OrderBy(r => r.Zone, StringComparer.Ordinal).ThenBy(r => r.Policy, StringComparer.Ordinal)],
            [.. buckets.Where(r => (r.Kind, r.Factor) == g.Key).GroupBy(r => r.From).OrderBy(b => b.Key).Select(b => LedgerSums.Of([.. b])).Select(Pair)]))];
    }

    private BarGroup Pair(LedgerSums sums) =>
        new(sums.Start.UtcDateTime.ToString(_bucket == "month" ? "MMM yyyy" : "d MMM", CultureInfo.InvariantCulture), [(sums.PromisedPct, null), (sums.RealisedPct, null)]);

    private string Query(string? bucket) =>
        $"?replays={(Replays == "true" ? "true" : "false")}{(string.IsNullOrEmpty(Zone) ? "" : $"&zone={Uri.EscapeDataString(Zone)}")}{(bucket is null ? "" : $"&bucket={bucket}")}";

    private static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    private sealed record Group(
        string Kind, string Factor, LedgerSums Sums, IReadOnlyList<LedgerRow> Rows, IReadOnlyList<BarGroup> OverTime)
    {
        public string Key => $"{Kind}-{Factor}";
    }
}
