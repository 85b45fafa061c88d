using System.Globalization;
using System.Text.RegularExpressions;

namespace CarbonApp.Api.Tests.Metrics;

/// <summary>Reads Prometheus' text format and refuses whatever Prometheus would: names, escapes, doubles, series outside their family, broken histograms.</summary>
internal sealed partial class PrometheusParser
{
    private readonly Dictionary<string, string> _types = [];
    private readonly Dictionary<(string Name, string Labels), double> _series = [];
    private string? _help;
    private string? _family;

    private PrometheusParser()
    {
    }

    /// <summary>Type of each family.</summary>
    public IReadOnlyDictionary<string, string> Types => _types;

    /// <summary>Values by name and labels, the labels sorted: <c>location="GB",zone="GB"</c>.</summary>
    public IReadOnlyDictionary<(string Name, string Labels), double> Series => _series;

    public static PrometheusParser Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var parser = new PrometheusParser();
        foreach (var line in text[..^1].Split('\n'))
        {
            parser.Read(line);
        }

        parser.CheckHistograms();
        return parser;
    }

    public double Value(string name, params (string Name, string Value)[] labels) =>
        _series[(name, string.Join(',', labels.OrderBy(l => l.Name, StringComparer.Ordinal).Select(l => $"{l.Name}=\"{l.Value}\"")))];

    private void Read(string line)
    {
        if (Help().Match(line) is { Success: true } help)
        {
            _help = help.Groups[1].Value;
            Assert.DoesNotContain(_help, _types.Keys);
        }
        else if (Type().Match(line) is { Success: true } type)
        {
            _family = type.Groups[1].Value;
            Assert.Equal(_help, _family);
            _types.Add(_family, type.Groups[2].Value);
        }
        else
        {
            ReadSeries(line);
        }
    }

    private void ReadSeries(string line)
    {
        var match = Sample().Match(line);
        Assert.True(match.Success, $"not a sample: {line}");
        var name = match.Groups[1].Value;
        Assert.True(name == _family || (_types[_family!] == "histogram" && name[_family!.Length..] is "_bucket" or "_sum" or "_count"), $"{name} does not belong to {_family}");
        Assert.True(_types[_family!] != "counter" || name.EndsWith("_total", StringComparison.Ordinal), $"counter {name}");
        var labels = Label().Matches(match.Groups[2].Value).Select(m => m.Value).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(labels.Length, labels.Select(l => l.Split('=')[0]).Distinct().Count());
        Assert.True(_series.TryAdd((name, string.Join(',', labels)), Number(match.Groups[3].Value)), $"twice: {line}");
    }

    private void CheckHistograms()
    {
        var buckets = _series.Where(s => s.Key.Name.EndsWith("_bucket", StringComparison.Ordinal))
            .GroupBy(s => (Name: s.Key.Name[..^"_bucket".Length], Labels: string.Join(',', s.Key.Labels.Split(',').Where(l => !l.StartsWith("le=", StringComparison.Ordinal)))));
        foreach (var histogram in buckets)
        {
            var steps = histogram.Select(s => (Bound: Number(Bound().Match(s.Key.Labels).Groups[1].Value), s.Value)).OrderBy(s => s.Bound).ToArray();
            Assert.Equal(double.PositiveInfinity, steps[^1].Bound);
            Assert.Equal(steps.Select(s => s.Value).Order(), steps.Select(s => s.Value));
            Assert.Equal(_series[($"{histogram.Key.Name}_count", histogram.Key.Labels)], steps[^1].Value);
            Assert.Contains(($"{histogram.Key.Name}_sum", histogram.Key.Labels), _series.Keys);
        }
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (?:[^\\]|\\\\|\\n)+$")]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$")]
    private static partial Regex Type();

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\\\|\\"|\\n)*",?)+)\})? (\S+)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("""[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\\\|\\"|\\n)*""" + "\"")]
    private static partial Regex Label();

    [GeneratedRegex("""(?:^|,)le="([^"]*)""" + "\"")]
    private static partial Regex Bound();
}
