using CarbonApp.Api.Grid.Plans;
using CarbonApp.Cli.Terminal;
using Spectre.Console;

namespace CarbonApp.Cli.Plans;

/// <summary>The intensity over the time considered, with the chosen stretches marked below.</summary>
internal static class PlanChart
{
    /// <summary>Narrower terminals get the table alone.</summary>
    internal const int LeastWidth = 60;
    private const int MostColumns = 96;

    public static void Write(PlanResponse plan, IAnsiConsole console)
    {
        if (plan.Forecast is not { Count: > 0 } forecast || console.Profile.Width < LeastWidth)
        {
            return;
        }

        var unicode = console.Profile.Capabilities.Unicode;
        var columns = Math.Min(MostColumns, console.Profile.Width - 4);
        var known = forecast.Where(slot => slot.Intensity is not null).Select(slot => slot.Intensity!.Value).ToArray();
        if (known.Length == 0)
        {
            return;
        }

        var bars = Sparkline.Draw(Resample(forecast, plan.Earliest, plan.Deadline, columns), unicode);
        var marks = Marks(plan, columns, unicode ? '▔' : '^');
        console.WriteLine();
        WriteBars(bars, marks, console);
        console.MarkupLineInterpolated($"  [green]{marks}[/]");
        console.MarkupLineInterpolated(
            $"  {Quantities.Time(plan.Earliest)} to {Quantities.Time(plan.Deadline)}, lowest {Quantities.Intensity(known.Min())}, highest {Quantities.Intensity(known.Max())}");
    }

    /// <summary>Time-weighted mean per column; null where nothing of the column is known.</summary>
    internal static IReadOnlyList<double?> Resample(IReadOnlyList<ForecastSlot> slots, DateTimeOffset from, DateTimeOffset to, int columns)
    {
        var width = (to - from) / columns;
        return [.. Enumerable.Range(0, columns).Select(column => Mean(from + (width * column), from + (width * (column + 1))))];

        double? Mean(DateTimeOffset start, DateTimeOffset end)
        {
            double weight = 0, sum = 0;
            foreach (var slot in slots)
            {
                var overlap = ((slot.End < end ? slot.End : end) - (slot.Start > start ? slot.Start : start)).TotalSeconds;
                if (overlap > 0 && slot.Intensity is { } intensity)
                {
                    weight += overlap;
                    sum += overlap * intensity;
                }
            }

            return weight > 0 ? sum / weight : null;
        }
    }

    /// <summary>A mark under each column at least half of which is chosen; a short job keeps at least one.</summary>
    private static string Marks(PlanResponse plan, int columns, char mark)
    {
        var width = (plan.Deadline - plan.Earliest) / columns;
        var marks = new string(' ', columns).ToCharArray();
        foreach (var segment in plan.Segments)
        {
            var first = (int)Math.Clamp(Math.Round((segment.Start - plan.Earliest) / width), 0, columns - 1);
            var last = (int)Math.Clamp(Math.Round((segment.End - plan.Earliest) / width) - 1, first, columns - 1);
            marks.AsSpan(first..(last + 1)).Fill(mark);
        }

        return new string(marks);
    }

    private static void WriteBars(string bars, string marks, IAnsiConsole console)
    {
        console.Write("  ");
        for (var i = 0; i < bars.Length; i++)
        {
            console.Write(bars[i].ToString(), marks[i] == ' ' ? Style.Plain : new Style(Color.Green));
        }

        console.WriteLine();
    }
}
