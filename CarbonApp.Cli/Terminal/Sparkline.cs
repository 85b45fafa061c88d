namespace CarbonApp.Cli.Terminal;

/// <summary>Values as a row of bars, lowest to highest; a gap is a gap.</summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";
    private const string PlainBars = "_.,-=+*#";

    public static string Draw(IReadOnlyList<double?> values, bool unicode)
    {
        var bars = unicode ? Bars : PlainBars;
        var known = values.OfType<double>().ToArray();
        if (known.Length == 0)
        {
            return new string(' ', values.Count);
        }

        var (low, high) = (known.Min(), known.Max());
        return string.Concat(values.Select(value => value is { } v ? Bar(v) : ' '));

        // A flat signal is drawn low: there is nothing to avoid.
        char Bar(double value) => bars[high - low < 1e-9 ? 0 : (int)Math.Min(bars.Length - 1, (value - low) / (high - low) * bars.Length)];
    }
}
