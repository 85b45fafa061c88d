using System.CommandLine;
using System.Globalization;
using CarbonApp.Api.Grid.Plans;

namespace CarbonApp.Cli.Plans;

/// <summary>The options that say where a job may run, and where it comes from.</summary>
internal sealed class PlanSiteOptions
{
    private bool _several;

    public Option<string[]> Zone { get; } = new("--zone") { Description = "Grid zone, such as GB or US-MIDA-PJM.", HelpName = "ZONE" };

    public Option<string[]> Region { get; } = new("--region") { Description = "Cloud region, such as aws/eu-west-2, or eu-west-2 where one provider only has it.", HelpName = "[PROVIDER/]CODE" };

    private Option<bool> Any { get; } = new("--any") { Description = "Any cloud region, instead of --zone and --region." };

    private Option<string?> Origin { get; } = new("--origin") { Description = "Zone or cloud region the job comes from: where its data lie and its users wait.", HelpName = "SITE" };

    private Option<double?> DataGb { get; } = new("--data-gb") { Description = "Data to move from --origin to the site, GB.", HelpName = "GB" };

    private Option<double?> MaxLatency { get; } = new("--max-latency") { Description = "Longest round trip from --origin, ms; estimated from the distance.", HelpName = "MS" };

    private Option<string[]> Price { get; } = new("--price") { Description = "Price of electricity, EUR/MWh: of all sites, or of one as SITE=EUR; may be repeated.", HelpName = "[SITE=]EUR" };

    public void AddTo(Command command, bool several)
    {
        _several = several;
        PlanOptionSet.Add(command, Zone, Region);
        if (several)
        {
            Zone.Description += " May be repeated.";
            Region.Description += " May be repeated.";
            PlanOptionSet.Add(command, Any, Origin, DataGb, MaxLatency, Price);
        }

        command.Validators.Add(result =>
        {
            var count = (result.GetValue(Zone)?.Length ?? 0) + (result.GetValue(Region)?.Length ?? 0);
            if (several && result.GetValue(Any))
            {
                if (count > 0 || result.GetValue(Price) is { Length: > 0 })
                {
                    result.AddError("--any stands for every cloud region: leave out --zone, --region and --price.");
                }
            }
            else if (count == 0 || (count > 1 && !several))
            {
                result.AddError(several ? "Give a site or several: --zone ZONE, --region [PROVIDER/]CODE, or --any." : "Give one site: --zone ZONE or --region [PROVIDER/]CODE.");
            }

            foreach (var price in (several ? result.GetValue(Price) : null) ?? [])
            {
                if (!TryReadPrice(price, out _, out _))
                {
                    result.AddError($"'{price}' is no price: give EUR/MWh, such as 85.5, or SITE=85.5.");
                }
            }
        });
    }

    public PlanSiteList ToSites(ParseResult parsed)
    {
        if (_several && parsed.GetValue(Any))
        {
            return PlanSiteList.Any;
        }

        var prices = Prices(parsed);
        var zones = (parsed.GetValue(Zone) ?? []).Select(name => (Name: name, Site: new PlanSite { Zone = name }));
        var regions = (parsed.GetValue(Region) ?? []).Select(name => (Name: name, Site: RegionOf(name)));
        return PlanSiteList.Of([.. zones.Concat(regions).Select(s =>
            prices.TryGetValue(s.Name, out var eur) || prices.TryGetValue("", out eur) ? s.Site with { EurPerMwh = eur } : s.Site)]);
    }

    public PlanJob AddTo(PlanJob job, ParseResult parsed) => _several
        ? job with { Origin = OriginOf(parsed.GetValue(Origin)), DataGb = parsed.GetValue(DataGb), MaxLatencyMs = parsed.GetValue(MaxLatency) }
        : job;

    /// <summary>A slash makes a region of a provider, capitals or three letters a zone; all else is a region.</summary>
    private static PlanOrigin? OriginOf(string? name)
    {
        if (name is null)
        {
            return null;
        }

        var isZone = !name.Contains('/', StringComparison.Ordinal) && (name.Length <= 3 || name.Any(char.IsAsciiLetterUpper));
        var region = RegionOf(name);
        return isZone ? new PlanOrigin { Zone = name } : new PlanOrigin { Provider = region.Provider, Region = region.Region };
    }

    private static PlanSite RegionOf(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return new PlanSite { Provider = slash < 0 ? null : name[..slash], Region = name[(slash + 1)..] };
    }

    private Dictionary<string, double> Prices(ParseResult parsed)
    {
        var prices = new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in (_several ? parsed.GetValue(Price) : null) ?? [])
        {
            if (TryReadPrice(text, out var site, out var eur))
            {
                prices[site] = eur;
            }
        }

        return prices;
    }

    private static bool TryReadPrice(string text, out string site, out double eur)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        site = equals < 0 ? "" : text[..equals];
        return double.TryParse(text.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out eur) && double.IsFinite(eur);
    }
}
