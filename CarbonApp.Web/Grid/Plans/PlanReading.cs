using System.Globalization;
using CarbonApp.Api.Grid.Pareto;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Web.Wording;

namespace CarbonApp.Web.Grid.Plans;

/// <summary>Makes of the form's texts what Api is to be asked, or says what is wrong by field.</summary>
internal sealed class PlanReading
{
    private readonly PlanQuestion _question;
    private readonly Dictionary<string, string> _errors = [];

    private PlanReading(PlanQuestion question) => _question = question;

    public static (PlanRequest? Request, IReadOnlyDictionary<string, string> Errors) ToPlan(PlanQuestion question, DateTimeOffset now)
    {
        var reading = new PlanReading(question);
        var asOf = reading.Instant("asof");
        var request = new PlanRequest
        {
            AsOf = asOf,
            Sites = question.Anywhere ? PlanSiteList.Any : [.. reading.Places().Select(p => ReadSite(p.Site))],
            Job = reading.Job(asOf ?? now, plain: false),
            Constraints = new PlanConstraints { AllowCountries = reading.Countries() },
            Objective = new PlanObjective { Risk = question["risk"] is { Length: > 0 } risk ? risk : "mean" },
            Options = new PlanOptions { Alternatives = question.Mode == "contiguous" ? 3 : 0, IncludeForecast = true, Explain = true, Store = false },
        };
        return reading._errors.Count > 0 ? (null, reading._errors) : (request, reading._errors);
    }

    public static (ParetoRequest? Request, IReadOnlyDictionary<string, string> Errors) ToFront(PlanQuestion question, DateTimeOffset now)
    {
        var reading = new PlanReading(question);
        var asOf = reading.Instant("asof");
        var job = reading.Job(asOf ?? now, plain: true);
        ParetoRequestSite[] sites = [.. reading.Places().Select(p => reading.Priced(p.Site, p.Price, p.Row, job))];
        if (sites.Length == 0)
        {
            reading._errors["site"] = "Name the places to choose from: a front needs them one by one.";
        }

        var request = new ParetoRequest { AsOf = asOf, Sites = sites, Job = job };
        return reading._errors.Count > 0 ? (null, reading._errors) : (request, reading._errors);
    }

    /// <summary>"aws/eu-west-2" is a region of a provider, a lower-case word with a digit or hyphen a region, all else a zone.</summary>
    internal static PlanSite ReadSite(string text)
    {
        if (text.Split('/', 2, StringSplitOptions.TrimEntries) is [var provider, var region])
        {
            return new PlanSite { Provider = provider.ToLowerInvariant(), Region = region };
        }

        return text.Any(char.IsAsciiLetterUpper) || text.Length <= 3
            ? new PlanSite { Zone = text.ToUpperInvariant() }
            : new PlanSite { Region = text };
    }

    private IEnumerable<(string Site, string Price, int Row)> Places() =>
        _question.Places.Select((p, i) => (p.Site, p.Price, i + 1)).Where(p => p.Site.Length > 0);

    /// <param name="now">When the question counts as asked.</param>
    /// <param name="plain">A front knows jobs in one piece and free pauses only.</param>
    private PlanJob Job(DateTimeOffset now, bool plain)
    {
        var earliest = Instant("earliest");
        var deadline = Instant("deadline");
        var mode = plain && _question.Mode == "elastic" ? "contiguous" : _question.Mode;
        var pauses = mode == "interruptible" && !plain;
        var origin = plain ? "" : _question["origin"];
        return new PlanJob
        {
            Mode = mode,
            Duration = mode == "elastic" ? null : Durations.ToIso(Length("duration", PlanQuestion.DefaultDuration) ?? default),
            Earliest = earliest,
            Deadline = deadline ?? Later(earliest, now) + WithinHours(),
            Startup = pauses ? StartUp() : null,
            MinRun = pauses ? Iso(Length("minrun")) : null,
            MinPause = pauses ? Iso(Length("minpause")) : null,
            MaxStarts = pauses ? (int?)Number("maxstarts", 1, 10_000, "a number of starts", whole: true) : null,
            Work = mode == "elastic" ? Number("work", 1e-9, 1e15, "an amount of work") ?? Missing("work", "Say how much work there is, in the unit of the sizes.") : null,
            ScaleProfile = mode == "elastic" ? Scale() : null,
            Resources = mode == "elastic" ? null : Resources(),
            Origin = origin.Length > 0 && ReadSite(origin) is var from ? new PlanOrigin { Provider = from.Provider, Region = from.Region, Zone = from.Zone } : null,
            DataGb = plain ? null : Number("datagb", 0, 1e9, "an amount of data in GB"),
            MaxLatencyMs = plain ? null : Number("latency", 0, 1e6, "a time in ms"),
        };
    }

    private ParetoRequestSite Priced(string text, string price, int row, PlanJob job)
    {
        var site = ReadSite(text);
        double? eur = null;
        if (price.Length > 0)
        {
            eur = double.TryParse(price, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= -100_000 and <= 100_000 ? value : null;
            if (eur is null)
            {
                _errors[PlaceText.PriceField(row)] = $"“{price}” is not a price. Give EUR/MWh, such as 85.";
            }
        }

        return new ParetoRequestSite
        {
            Provider = site.Provider, Region = site.Region, Zone = site.Zone,
            // One price for all of the longest window a front may have, to whole days.
            Prices = eur is null ? null : [new ParetoPrice { Start = Midnight(job.Deadline!.Value.AddDays(-36)), End = Midnight(job.Deadline.Value.AddDays(2)), EurPerMwh = eur }],
        };
    }

    private PlanStartUp? StartUp()
    {
        var (kwh, time) = (Number("startkwh", 0, 1e9, "an energy in kWh"), Length("starttime"));
        return kwh is null && time is null ? null : new PlanStartUp { Kwh = kwh, Duration = Iso(time) };
    }

    /// <summary>One size a line: copies, work per hour, watts; separated by blanks, commas or tabs.</summary>
    private List<PlanScale> Scale()
    {
        var sizes = new List<PlanScale>();
        foreach (var line in _question["scale"].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = line.Split([' ', ',', ';', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 3 && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var copies)
                && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var work)
                && double.TryParse(parts[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var watts))
            {
                sizes.Add(new PlanScale { Replicas = copies, Throughput = work, Watts = watts });
            }
            else
            {
                _errors["scale"] = $"“{line}” is not a size. Write copies, work per hour and watts, such as 2 30 400.";
            }
        }

        if (sizes.Count == 0 && !_errors.ContainsKey("scale"))
        {
            _errors["scale"] = "Give at least one size, a line each: copies, work per hour, watts.";
        }

        return sizes;
    }

    private PlanResources? Resources()
    {
        var instance = _question["instance"];
        if (_question["watts"].Length > 0 && instance.Length > 0)
        {
            _errors["watts"] = "Give either a power or an instance type: with both it is not clear which one counts.";
        }

        var watts = Number("watts", 0.001, 1e9, "a power in watts");
        var count = Number("count", 1, 100_000, "a number of instances", whole: true);
        return instance.Length > 0 ? new PlanResources { InstanceType = instance, Count = (int)(count ?? 1) }
            : watts is not null ? new PlanResources { Watts = watts }
            : null;
    }

    private string[]? Countries() =>
        _question["countries"].Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } names ? [.. names.Select(n => n.ToUpperInvariant())] : null;

    private TimeSpan WithinHours() =>
        double.TryParse(_question["within"], NumberStyles.Float, CultureInfo.InvariantCulture, out var hours) && hours is > 0 and <= 8784
            ? TimeSpan.FromHours(hours)
            : TimeSpan.FromHours(24);

    private TimeSpan? Length(string field, string? otherwise = null)
    {
        var text = _question[field] is { Length: > 0 } typed ? typed : otherwise;
        if (text is null)
        {
            return null;
        }

        if (Durations.TryParse(text, out var duration))
        {
            return duration;
        }

        _errors[field] = $"“{text}” is not a length of time. Write it like 3 h, 1 h 30 min, 90 min or PT3H20M.";
        return null;
    }

    private double? Number(string field, double low, double high, string what, bool whole = false)
    {
        var text = _question[field];
        if (text.Length == 0)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= low && value <= high && (!whole || value == Math.Floor(value)))
        {
            return value;
        }

        var range = string.Create(CultureInfo.InvariantCulture, $"{low:#,0.###;-#,0.###;0} to {high:#,0.###}");
        _errors[field] = $"“{text}” is not {what}. Give a {(whole ? "whole " : "")}number from {range}.";
        return null;
    }

    private double? Missing(string field, string words)
    {
        _errors.TryAdd(field, words);
        return null;
    }

    private DateTimeOffset? Instant(string field)
    {
        var text = _question[field];
        if (text.Length == 0)
        {
            return null;
        }

        if (Times.TryParse(text, out var time))
        {
            return time;
        }

        _errors[field] = $"“{text}” is not a time. Write it like 2026-03-15T04:00, in UTC.";
        return null;
    }

    private static DateTimeOffset Midnight(DateTimeOffset time) => new(time.UtcDateTime.Date, TimeSpan.Zero);

    private static string? Iso(TimeSpan? length) => length is { } time ? Durations.ToIso(time) : null;

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;
}
