using System.Globalization;

namespace CarbonApp.Web.Wording;

/// <summary>Instants as people read them and as forms send them, in UTC.</summary>
internal static class Times
{
    /// <summary>"14:00 UTC", with the day in front when it is not today's.</summary>
    public static string Short(DateTimeOffset time, DateTimeOffset now) =>
        time.UtcDateTime.Date == now.UtcDateTime.Date ? $"{Clock(time, false)} UTC" : $"{Day(time, now)} {Clock(time, false)} UTC";

    /// <summary>"Sun 22 Nov 2026, 14:00 UTC"; exact ones carry seconds where there are any.</summary>
    public static string Long(DateTimeOffset time, bool exact = false) =>
        $"{time.UtcDateTime.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture)}, {Clock(time, exact)} UTC";

    /// <summary>"Sun 15 Mar, 04:00", where the year and UTC are said nearby.</summary>
    public static string Compact(DateTimeOffset time, bool exact = false) =>
        $"{time.UtcDateTime.ToString("ddd d MMM", CultureInfo.InvariantCulture)}, {Clock(time, exact)}";

    /// <summary>"Sun 15 Mar 2020, 04:00 → 07:00 UTC"; the second day is said when it is another.</summary>
    public static string Range(DateTimeOffset from, DateTimeOffset to) =>
        $"{from.UtcDateTime.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture)}, {Clock(from, false)} → "
        + (from.UtcDateTime.Date == to.UtcDateTime.Date ? $"{Clock(to, false)} UTC" : from.UtcDateTime.Year == to.UtcDateTime.Year ? $"{Compact(to)} UTC" : Long(to));

    /// <summary>The machine's form, for datetime attributes and addresses.</summary>
    public static string Machine(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>Value of a datetime-local field, meant as UTC.</summary>
    public static string Field(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);

    /// <summary>Reads a datetime-local field or any ISO 8601 instant; without an offset it is UTC.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    /// <summary>"04:00"; exact ones carry seconds where there are any.</summary>
    public static string Clock(DateTimeOffset time, bool exact) =>
        time.UtcDateTime.ToString(exact && time.Second != 0 ? "HH:mm:ss" : "HH:mm", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset time, DateTimeOffset now) =>
        time.UtcDateTime.ToString((time - now).Duration() < TimeSpan.FromDays(6) ? "ddd" : time.Year == now.Year ? "d MMM" : "d MMM yyyy", CultureInfo.InvariantCulture);
}
