using System.Globalization;
using System.Text;

namespace CarbonApp.ServiceDefaults.Telemetry.Prometheus;

/// <summary>Writes Prometheus' text format, version 0.0.4: families one after the other, each with its help and type before its series.</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new(64 * 1024);
    private readonly HashSet<string> _families = [];

    /// <summary>Begins a family; false when one of that name was written already, which the format forbids.</summary>
    public bool Begin(string family, string type, string help)
    {
        if (!_families.Add(family))
        {
            return false;
        }

        _text.Append("# HELP ").Append(family).Append(' ');
        AppendEscaped(help.Length > 0 ? help : family, quotes: false);
        _text.Append("\n# TYPE ").Append(family).Append(' ').Append(type).Append('\n');
        return true;
    }

    /// <summary>One series of the family begun last.</summary>
    /// <param name="name">Name of the family, with the ending of a histogram's part.</param>
    /// <param name="labels">As <see cref="Labels"/> makes them.</param>
    /// <param name="value">Any number; NaN and infinities are in the format.</param>
    public void Add(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }

        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(_text.ToString());

    public static string Labels(IEnumerable<KeyValuePair<string, object?>> tags)
    {
        var text = new PrometheusText();
        var seen = new HashSet<string>();
        foreach (var (key, value) in tags)
        {
            var name = PrometheusNames.OfLabel(key);
            if (seen.Add(name))
            {
                text._text.Append(text._text.Length > 0 ? "," : "").Append(name).Append("=\"");
                text.AppendEscaped(Text(value), quotes: true);
                text._text.Append('"');
            }
        }

        return text._text.ToString();
    }

    public static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private void AppendEscaped(string text, bool quotes)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => _text.Append("\\\\"),
                '\n' => _text.Append("\\n"),
                '"' when quotes => _text.Append("\\\""),
                _ => _text.Append(c),
            };
        }
    }
}
