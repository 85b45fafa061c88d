using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>Widens what a feature needs to full hours, so that requests of the same hour ask, and cache, the same thing.</summary>
internal static class SignalWindow
{
    public static SignalQuery Around(SignalBasis basis, DateTimeOffset from, DateTimeOffset to) => new(basis, FloorToHour(from), CeilingToHour(to));

    public static DateTimeOffset FloorToHour(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    private static DateTimeOffset CeilingToHour(DateTimeOffset time)
    {
        var floor = FloorToHour(time);
        return floor == time ? floor : floor + TimeSpan.FromHours(1);
    }
}
