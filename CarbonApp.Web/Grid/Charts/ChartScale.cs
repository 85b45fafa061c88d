using System.Globalization;

namespace CarbonApp.Web.Grid.Charts;

/// <summary>Positions and tick marks of a chart.</summary>
/// <param name="From">Left edge.</param>
/// <param name="To">Right edge.</param>
/// <param name="Top">Intensity at the top edge, gCO2eq/kWh; the bottom is zero.</param>
internal sealed record ChartScale(DateTimeOffset From, DateTimeOffset To, double Top)
{
    /// <summary>Inner width and height of the drawing, in its own units.</summary>
    public const int Width = 1000, Height = 250;

    private static readonly TimeSpan[] TickSteps =
    [
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(3),
        TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromDays(1), TimeSpan.FromDays(2), TimeSpan.FromDays(7), TimeSpan.FromDays(14),
    ];

    /// <summary>A scale that holds all slots, with a little air and a round top.</summary>
    public static ChartScale Of(ChartSeries series)
    {
        var highest = series.Slots.Concat(series.Since).Select(s => s.High ?? s.Value).Concat(series.Band.Select(b => (double?)b.High)).Max() ?? 100;
        var step = RoundStep(highest * 1.08 / 4);
        return new ChartScale(series.From, series.To, Math.Ceiling(highest * 1.04 / step) * step);
    }

    public string X(DateTimeOffset time) => Number(Part(time) * Width);

    public string Y(double intensity) => Number(Height - (intensity / Top * Height));

    /// <summary>Horizontal position as a percentage, for labels outside the stretched drawing.</summary>
    public string XPercent(DateTimeOffset time) => Number(Part(time) * 100) + "%";

    /// <summary>Grid lines, gCO2eq/kWh, without the bottom.</summary>
    public IEnumerable<double> IntensityTicks()
    {
        var step = RoundStep(Top / 4);
        for (var value = step; value < Top + (step / 2); value += step)
        {
            yield return value;
        }
    }

    /// <summary>Times to be named, and how; every second one is left out on narrow screens.</summary>
    public IEnumerable<(DateTimeOffset Time, string Label)> TimeTicks()
    {
        if (To - From > TimeSpan.FromDays(100))
        {
            return MonthTicks();
        }

        var step = TickSteps.FirstOrDefault(s => (To - From) / s <= 9, TickSteps[^1]);
        var format = step >= TimeSpan.FromDays(1) ? "d MMM" : "HH:mm";
        return SteppedTicks(step, format);
    }

    private IEnumerable<(DateTimeOffset, string)> SteppedTicks(TimeSpan step, string format)
    {
        var ticks = (From.UtcTicks + step.Ticks - 1) / step.Ticks * step.Ticks;
        for (var time = new DateTimeOffset(ticks, TimeSpan.Zero); time < To; time += step)
        {
            var midnight = step < TimeSpan.FromDays(1) && time.TimeOfDay == TimeSpan.Zero;
            yield return (time, time.ToString(midnight ? "ddd d" : format, CultureInfo.InvariantCulture));
        }
    }

    private IEnumerable<(DateTimeOffset, string)> MonthTicks()
    {
        var every = (To - From).TotalDays > 500 ? 6 : (To - From).TotalDays > 250 ? 2 : 1;
        var time = new DateTimeOffset(From.Year, From.Month, 1, 0, 0, 0, TimeSpan.Zero);
        for (time = time < From ? time.AddMonths(1) : time; time < To; time = time.AddMonths(every))
        {
            yield return (time, time.ToString(time.Month <= every || every == 6 ? "MMM yyyy" : "MMM", CultureInfo.InvariantCulture));
        }
    }

    private static double RoundStep(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(step, 0.1))));
        return (step / power) switch { <= 1 => 1, <= 2 => 2, <= 2.5 => 2.5, <= 5 => 5, _ => 10 } * power;
    }

    private double Part(DateTimeOffset time) => Math.Clamp((time - From) / (To - From), 0, 1);

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
