namespace CarbonApp.Web.Grid.Plans;

/// <summary>The plan form as it was sent: text, so that what was mistyped can be shown again.</summary>
public sealed record PlanQuestion
{
    internal const string DefaultDuration = "3 h", DefaultWithin = "24";

    /// <summary>Rows of places in the form.</summary>
    internal const int PlaceRows = 6;

    /// <summary>Names of the fields, as in the address.</summary>
    private static readonly string[] Fields =
    [
        "duration", "within", "deadline", "earliest", "asof", "mode", "startkwh", "starttime", "minrun", "minpause", "maxstarts", "work", "scale", "risk",
        "watts", "instance", "count", "anywhere", "origin", "datagb", "latency", "countries", "finish",
    ];

    private readonly IReadOnlyDictionary<string, string> _texts;

    private PlanQuestion(IReadOnlyDictionary<string, string> texts) => _texts = texts;

    /// <summary>Where it may run, as typed; never fewer rows than the form has.</summary>
    internal IReadOnlyList<PlaceText> Places { get; private init; } = [];

    /// <summary>Any cloud region will do.</summary>
    internal bool Anywhere => this["anywhere"].Length > 0;

    /// <summary>contiguous, interruptible or elastic.</summary>
    internal string Mode => this["mode"] is "interruptible" or "elastic" ? this["mode"] : "contiguous";

    /// <summary>Nothing was asked yet.</summary>
    internal bool IsBlank => !Anywhere && Places.All(p => p.Site.Length == 0);

    /// <summary>A field's text, trimmed; empty where it was left out.</summary>
    internal string this[string field] => _texts.TryGetValue(field, out var text) ? text : "";

    /// <summary>Reads the address. A place may also name several, separated by commas, so that a link can be short.</summary>
    internal static PlanQuestion Read(IQueryCollection query)
    {
        var places = new List<PlaceText>();
        for (var row = 1; row <= PlaceRows; row++)
        {
            var (site, price) = (query[PlaceText.SiteField(row)].ToString(), query[PlaceText.PriceField(row)].ToString().Trim());
            var names = site.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            places.AddRange(names.Length == 0 ? price.Length == 0 ? [] : [new PlaceText("", price)] : names.Select(n => new PlaceText(n, price)));
        }

        return new PlanQuestion(Fields.ToDictionary(f => f, f => query[f].ToString().Trim())) { Places = [.. places.Take(PlaceRows)] };
    }

    /// <summary>The address of the same question on another page, one field changed.</summary>
    internal string Address(string path, string? field = null, string? value = null)
    {
        var pairs = Places.SelectMany((p, i) => new[] { (Name: PlaceText.SiteField(i + 1), Value: p.Site), (Name: PlaceText.PriceField(i + 1), Value: p.Price) })
            .Concat(Fields.Select(f => (Name: f, Value: f == field ? value ?? "" : f == "finish" ? "" : this[f])))
            .Where(p => p.Value.Length > 0)
            .Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}");
        return $"{path}?{string.Join('&', pairs)}";
    }
}

/// <summary>A row of the form.</summary>
/// <param name="Site">Zone (GB), or cloud region as provider/code (aws/eu-west-2) or bare code.</param>
/// <param name="Price">Price of electricity, EUR/MWh; empty where unknown.</param>
internal sealed record PlaceText(string Site, string Price)
{
    /// <summary>"site", "site2" …: the first keeps the name it always had.</summary>
    public static string SiteField(int row) => row == 1 ? "site" : $"site{row}";

    public static string PriceField(int row) => row == 1 ? "eur" : $"eur{row}";
}
