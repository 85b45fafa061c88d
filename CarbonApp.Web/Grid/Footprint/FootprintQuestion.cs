using System.Globalization;
using CarbonApp.Api.Grid.Footprint;
using CarbonApp.Web.Grid.Plans;
using CarbonApp.Web.Wording;

namespace CarbonApp.Web.Grid.Footprint;

/// <summary>The calculator's form as it was sent, and what Api is to be asked.</summary>
internal sealed class FootprintQuestion
{
    private readonly IQueryCollection _query;
    private readonly Dictionary<string, string> _errors = [];

    public FootprintQuestion(IQueryCollection query) => _query = query;

    /// <summary>Complaints by field, once the request was read.</summary>
    public IReadOnlyDictionary<string, string> Errors => _errors;

    /// <summary>Nothing was asked yet.</summary>
    public bool IsBlank => this["site"].Length == 0;

    /// <summary>A field's text, trimmed; empty where it was left out.</summary>
    public string this[string field] => _query[field].ToString().Trim();

    /// <summary>What Api is to be asked; null where a field is wrong.</summary>
    public FootprintRequest? ToRequest()
    {
        var (start, end) = (Instant("start"), Instant("end"));
        if (start >= end)
        {
            _errors["end"] = "The end is not after the start. Swap them.";
        }

        FootprintComponent[] components = [.. Components()];
        if (components.Length == 0 && _errors.Count == 0)
        {
            _errors["instance"] = "Say what draws energy: an instance type, a power, storage or data carried.";
        }

        var request = new FootprintRequest
        {
            Site = PlanReading.ReadSite(this["site"]), Start = start, End = end, Components = components,
            Market = Percent("certificates") is { } covered ? new FootprintMarket { CertificateShare = covered } : null,
            FunctionalUnit = new FootprintUnit { Name = this["unit"] is { Length: > 0 } unit ? unit : "run", Count = Number("units", 1e-9, 1e18) ?? 1 },
        };
        return _errors.Count == 0 ? request : null;
    }

    private IEnumerable<FootprintComponent> Components()
    {
        var count = Number("count", 1, 100_000);
        var utilization = Percent("utilization");
        if (this["instance"] is { Length: > 0 } instance)
        {
            yield return new FootprintComponent { Name = instance, Instances = new FootprintInstances { InstanceType = instance, Count = (int)(count ?? 1), Utilization = utilization ?? 0.5 } };
        }

        if (Number("watts", 0.001, 1e9) is { } watts)
        {
            yield return new FootprintComponent { Name = "Machines of known power", Power = new FootprintPower { Watts = watts } };
        }

        if (Number("memory", 1e-9, 1e9) is { } memory)
        {
            yield return new FootprintComponent { Name = "Memory", Memory = new FootprintMemory { Gigabytes = memory } };
        }

        if (Number("storage", 1e-9, 1e9) is { } storage)
        {
            yield return new FootprintComponent { Name = "Storage", Storage = new FootprintStorage { Terabytes = storage, Medium = this["medium"] == "hdd" ? "hdd" : "ssd" } };
        }

        if (Number("network", 1e-9, 1e12) is { } network)
        {
            yield return new FootprintComponent { Name = "Network", Network = new FootprintNetwork { Gigabytes = network } };
        }
    }

    private double? Percent(string field) => Number(field, 0, 100) / 100;

    private double? Number(string field, double low, double high)
    {
        if (this[field].Length == 0)
        {
            return null;
        }

        if (double.TryParse(this[field], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= low && value <= high)
        {
            return value;
        }

        _errors[field] = string.Create(CultureInfo.InvariantCulture, $"“{this[field]}” is not a number from {low:#,0.#########} to {high:#,0}.");
        return null;
    }

    private DateTimeOffset? Instant(string field)
    {
        if (Times.TryParse(this[field], out var time))
        {
            return time;
        }

        _errors[field] = $"“{this[field]}” is not a time. Write it like 2026-03-15T04:00, in UTC.";
        return null;
    }
}
