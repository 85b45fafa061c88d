using System.Globalization;
using CarbonApp.Api.Grid.Backtests;
using CarbonApp.Web.Wording;

namespace CarbonApp.Web.Grid.Backtests;

/// <summary>The form of a backtest as it was sent: text, so that what was mistyped can be shown again.</summary>
internal sealed class BacktestForm
{
    private const int MostTraceJobs = 100_000;

    private readonly Dictionary<string, string> _texts;
    private readonly Dictionary<string, string> _errors = [];

    private BacktestForm(Dictionary<string, string> texts, IReadOnlyList<string> policies) => (_texts, Policies) = (texts, policies);

    /// <summary>Policies ticked.</summary>
    public IReadOnlyList<string> Policies { get; }

    /// <summary>Complaints by field, once the request was read.</summary>
    public IReadOnlyDictionary<string, string> Errors => _errors;

    /// <summary>A field's text, trimmed; empty where it was left out.</summary>
    public string this[string field] => _texts.GetValueOrDefault(field, "");

    /// <summary>A form to begin with: the year before, in the zone of the address.</summary>
    public static BacktestForm Blank(string? zone, DateTimeOffset now) => new(
        new()
        {
            ["zones"] = zone ?? "", ["preset"] = BacktestWords.Presets[0].Value, ["mode"] = "corrected", ["forecast"] = "perfect", ["error"] = "5", ["seeds"] = "10",
            ["from"] = Day(now.AddYears(-1)), ["to"] = Day(now),
        },
        ["run-now", "contiguous", "interruptible"]);

    public static BacktestForm Read(IFormCollection form) =>
        new(form.Where(f => f.Key != "policies").ToDictionary(f => f.Key, f => f.Value.ToString().Trim()), [.. form["policies"].OfType<string>()]);

    /// <summary>What Api is to be asked; null where a field is wrong.</summary>
    public BacktestRequest? ToRequest()
    {
        var preset = this["preset"];
        var zones = this["zones"].Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (zones.Length == 0)
        {
            _errors["zones"] = "Name at least one zone with stored history, such as GB.";
        }

        var (from, to) = (Instant("from"), Instant("to"));
        if (from >= to)
        {
            _errors["to"] = "The end is not after the start. Swap them.";
        }

        if (Policies.Count == 0)
        {
            _errors["policies"] = "Tick at least one policy.";
        }

        var traced = preset is "trace" or "lets-wait-awhile-ml";
        var request = new BacktestRequest
        {
            Zones = zones, From = from, To = to, Policies = Policies,
            Jobs = new BacktestJobs
            {
                Preset = preset, Mode = this["mode"] == "published" ? "published" : "corrected",
                WindowHours = preset == "lets-wait-awhile-nightly" ? Hours("window") : null,
                JobHours = preset == "eurosys24" ? Hours("lengths") : null,
                SlackHours = preset is "eurosys24" or "trace" ? Hours("slacks") : null,
                Trace = traced ? Trace() : null,
            },
            Forecast = new BacktestForecast { Kind = this["forecast"], ErrorPercent = Number("error", 5, 0, 200), Seeds = (int)Number("seeds", 10, 1, 100) },
        };
        return _errors.Count == 0 ? request : null;
    }

    private DateTimeOffset? Instant(string field)
    {
        if (Times.TryParse(this[field], out var time))
        {
            return time;
        }

        _errors[field] = $"“{this[field]}” is not a day. Write it like 2020-01-01.";
        return null;
    }

    /// <summary>"1, 6 12" hours; null where left out, which is the published set.</summary>
    private double[]? Hours(string field)
    {
        var parts = this[field].Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries);
        var hours = new double[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out hours[i]) || !(hours[i] is > 0 and <= 87_840))
            {
                _errors[field] = $"“{parts[i]}” is not a number of hours. Write them like 1 6 24.";
            }
        }

        return hours.Length == 0 ? null : hours;
    }

    private double Number(string field, double otherwise, double low, double high)
    {
        if (this[field].Length == 0)
        {
            return otherwise;
        }

        if (double.TryParse(this[field], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= low && value <= high)
        {
            return value;
        }

        _errors[field] = string.Create(CultureInfo.InvariantCulture, $"“{this[field]}” is not a number from {low} to {high}.");
        return otherwise;
    }

    /// <summary>A job a line: seconds after the beginning, running seconds, and processors where they differ; a heading is passed over.</summary>
    private List<BacktestTraceJob> Trace()
    {
        var jobs = new List<BacktestTraceJob>();
        var number = 0;
        foreach (var line in this["trace"].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            number++;
            var parts = line.Split([',', ';', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            var values = parts.Select(p => double.TryParse(p, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : (double?)null).ToArray();
            if (values is [{ } arrival, { } length, ..] and ({ Length: 2 } or [_, _, not null]))
            {
                jobs.Add(new BacktestTraceJob { ArrivalSeconds = arrival, LengthSeconds = length, Cpus = values.Length > 2 ? values[2]!.Value : 1 });
            }
            else if (number > 1)
            {
                _errors["trace"] = $"Line {number.ToString(CultureInfo.InvariantCulture)} is not a job. Write arrival and length in seconds, and processors if they differ: 3600 7200 4.";
                break;
            }
        }

        if (jobs.Count is 0 or > MostTraceJobs)
        {
            _errors.TryAdd("trace", jobs.Count == 0 ? "Paste at least one job." : "More than 100,000 jobs: send them through the API in parts.");
        }

        return jobs;
    }

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
