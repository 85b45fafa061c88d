using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Units;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>The limits of starting and stopping as a request gives them.</summary>
/// <param name="StartUpKwh">Before PUE; null for the running power over the start-up.</param>
internal sealed record PlanStartStop(double? StartUpKwh, TimeSpan StartUpDuration, TimeSpan MinimumRun, TimeSpan MinimumPause, int? MaximumStarts)
{
    /// <summary>Longer ones leave no choice within the horizon of a plan.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <summary>Null where the job gives none; adds what is wrong with those it gives.</summary>
    public static PlanStartStop? Read(PlanJob? job, bool interruptible, FieldErrors errors)
    {
        if (job is null or { Startup: null, MinRun: null, MinPause: null, MaxStarts: null })
        {
            return null;
        }

        if (!interruptible)
        {
            errors.Add("job.mode", "startup, minRun, minPause and maxStarts belong to jobs that may pause: set mode to interruptible, or leave them out.");
        }

        errors.Within("job.startup.kwh", job.Startup?.Kwh ?? 0, 0, 1e9, " kWh");
        errors.Within("job.maxStarts", job.MaxStarts ?? 1, 1, 10_000, " starts");
        return new PlanStartStop(
            job.Startup?.Kwh,
            Duration("job.startup.duration", job.Startup?.Duration, errors),
            Duration("job.minRun", job.MinRun, errors),
            Duration("job.minPause", job.MinPause, errors),
            job.MaxStarts);
    }

    /// <summary>All energy of one start-up of a job that draws <paramref name="watts"/>, kWh before PUE.</summary>
    public double KwhAt(double watts) => StartUpKwh ?? (watts / 1000 * StartUpDuration.TotalHours);

    /// <summary>The same limits as the Engine takes them, before PUE.</summary>
    public StartStopLimits ToLimits(double watts) => new(Energy.FromKilowattHours(KwhAt(watts)), StartUpDuration, MinimumRun, MinimumPause, MaximumStarts);

    private static TimeSpan Duration(string field, string? text, FieldErrors errors)
    {
        if (text is null)
        {
            return TimeSpan.Zero;
        }

        var shown = text.Length <= 40 ? text : text[..40] + "…";
        if (!IsoDuration.TryParse(text, out var duration))
        {
            errors.Add(field, $"'{shown}' is not understood; expected an ISO 8601 duration, such as PT30M.");
        }
        else if (duration < TimeSpan.Zero || duration > Longest || duration.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            errors.Add(field, $"'{shown}' must be whole seconds from nothing to {Longest.TotalDays:0} days.");
        }

        return duration;
    }
}
