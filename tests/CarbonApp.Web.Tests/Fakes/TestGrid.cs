using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Regions;

namespace CarbonApp.Web.Tests.Fakes;

/// <summary>TEST DATA: made-up zones and intensities, a fixed function of zone and time. Shaped like the real thing, worth nothing else.</summary>
internal static class TestGrid
{
    public static readonly TimeSpan Slot = TimeSpan.FromMinutes(30);

    /// <summary>A zone with the same estimate for every hour.</summary>
    public const string Flat = "IN-WE";

    /// <summary>Yearly means are issued on the last day of their year.</summary>
    public static readonly DateTimeOffset MeanIssued = new(2025, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private static readonly (string Zone, string Name, double Mean, string[] Regions)[] Named =
    [
        ("SE-SE3", "Stockholm, Sweden", 26, ["aws/eu-north-1", "azure/swedencentral"]),
        ("FR", "France", 44, ["aws/eu-west-3", "azure/francecentral", "gcp/europe-west9"]),
        ("CA-ON", "Ontario, Canada", 71, ["gcp/northamerica-northeast2"]),
        ("GB", "Great Britain", 168, ["aws/eu-west-2", "azure/uksouth", "gcp/europe-west2"]),
        ("US-CAL-CISO", "California ISO, United States", 241, ["aws/us-west-1", "gcp/us-west2"]),
        ("DE", "Germany", 337, ["aws/eu-central-1", "azure/germanywestcentral", "gcp/europe-west3"]),
        ("US-MIDA-PJM", "PJM, United States", 402, ["aws/us-east-1", "aws/us-east-2", "azure/eastus", "azure/eastus2", "gcp/us-east4"]),
        ("AU-NSW", "New South Wales, Australia", 561, ["aws/ap-southeast-2", "azure/australiaeast", "gcp/australia-southeast1"]),
        ("IN-WE", "Western India", 702, ["aws/ap-south-1", "gcp/asia-south1"]),
    ];

    public static IReadOnlyList<(string Zone, string Name, double Mean, string[] Regions)> Zones { get; } =
    [
        .. Named,
        .. Enumerable.Range(1, 66).Select(i => ($"XT-{i:00}", $"Test zone {i}", 30.0 + (i * 11), Array.Empty<string>())),
    ];

    public static IReadOnlyList<RegionItem> Regions { get; } =
    [
        .. Zones.SelectMany(z => z.Regions.Select(r => new RegionItem
        {
            Provider = r.Split('/')[0], Code = r.Split('/')[1], Place = z.Name, Latitude = 0, Longitude = 0, Zone = z.Zone, Pue = 1.135,
        })).OrderBy(r => r.Provider, StringComparer.Ordinal).ThenBy(r => r.Code, StringComparer.Ordinal),
    ];

    /// <summary>Intensity at a time; null in the gaps: 02:00 to 05:00 of every tenth day.</summary>
    public static double? Intensity(double mean, DateTimeOffset time)
    {
        var day = (time - DateTimeOffset.UnixEpoch).TotalDays;
        if ((int)day % 10 == 3 && time.Hour is >= 2 and < 5)
        {
            return null;
        }

        var hour = time.TimeOfDay.TotalHours;
        var daily = (0.22 * Math.Cos((hour - 19) / 24 * 2 * Math.PI)) + (0.10 * Math.Cos((hour - 8) / 12 * 2 * Math.PI));
        var weather = (0.13 * Math.Sin(day * 0.9)) + (0.07 * Math.Sin((day * 2.3) + mean));
        var season = 0.12 * Math.Cos(day / 365.25 * 2 * Math.PI);
        return Math.Round(mean * (1 + daily + weather + season), 2);
    }

    /// <summary>Half hours of a zone: measured until now, forecast for two days, estimated after.</summary>
    public static IReadOnlyList<ForecastSlot> Slots(double mean, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        var slots = new List<ForecastSlot>();
        var start = new DateTimeOffset(from.UtcTicks / Slot.Ticks * Slot.Ticks, TimeSpan.Zero);
        for (var time = start; time < to; time += Slot)
        {
            var value = Intensity(mean, time);
            var status = time <= now ? "measured" : time - now < TimeSpan.FromHours(48) ? "forecast" : "estimated";
            slots.Add(new ForecastSlot
            {
                Start = time < from ? from : time,
                End = time + Slot > to ? to : time + Slot,
                Intensity = value,
                Status = value is null ? null : status,
                Source = value is null ? null : status == "estimated" ? "annual-mean" : "neso",
            });
        }

        return slots;
    }
}
