using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Web.ApiClient;
using CarbonApp.Web.Wording;

namespace CarbonApp.Web.Grid.Plans;

/// <summary>The same question for a shell.</summary>
internal static class PlanCommands
{
    /// <summary>A line of a shell that is read without scrolling; longer commands are broken.</summary>
    private const int LineLength = 76;

    private static readonly JsonSerializerOptions Readable = new(CarbonApi.Json)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>curl against this site.</summary>
    public static string Curl(PlanRequest request, string origin) => Post(origin + "/api/v2/plan", Shortest(request));

    /// <summary>curl that posts a body, a line for each member of what would be too long for one.</summary>
    public static string Post(string address, object body)
    {
        var text = Broken(JsonSerializer.SerializeToNode(body, Readable)!, "  ").Replace("'", "'\\''", StringComparison.Ordinal);
        return $"curl -s {Quoted(address)} \\\n  -H 'Content-Type: application/json' \\\n  -d '{text}'";
    }

    /// <summary>The carbon command line.</summary>
    public static string CommandLine(PlanRequest request)
    {
        var job = request.Job!;
        var options = new List<string>();
        foreach (var site in request.Sites!)
        {
            Add(options, "--zone", site.Zone);
            Add(options, "--region", site.Provider is null ? site.Region : $"{site.Provider}/{site.Region}");
        }

        if (request.Sites.IsAny)
        {
            options.Add("--any");
        }

        Add(options, "--duration", job.Duration);
        Add(options, "--earliest", job.Earliest is { } earliest ? Times.Machine(earliest) : null);
        Add(options, "--deadline", job.Deadline is { } deadline ? Times.Machine(deadline) : null);
        Add(options, "--as-of", request.AsOf is { } asOf ? Times.Machine(asOf) : null);
        Add(options, "--watts", Number(job.Resources?.Watts));
        Add(options, "--instance", job.Resources?.InstanceType);
        Add(options, "--count", job.Resources is { InstanceType: not null, Count: > 1 } many ? Number(many.Count) : null);
        Add(options, "--mode", job.Mode == "contiguous" ? null : job.Mode);
        Add(options, "--startup-kwh", Number(job.Startup?.Kwh));
        Add(options, "--startup", job.Startup?.Duration);
        Add(options, "--min-run", job.MinRun);
        Add(options, "--min-pause", job.MinPause);
        Add(options, "--max-starts", Number(job.MaxStarts));
        Add(options, "--origin", job.Origin is { } origin ? origin.Zone ?? (origin.Provider is null ? origin.Region : $"{origin.Provider}/{origin.Region}") : null);
        Add(options, "--data-gb", Number(job.DataGb));
        Add(options, "--max-latency", Number(job.MaxLatencyMs));
        foreach (var country in request.Constraints.AllowCountries ?? [])
        {
            Add(options, "--country", country);
        }

        Add(options, "--risk", request.Objective.Risk == "mean" ? null : request.Objective.Risk);
        Add(options, "--work", Number(job.Work));
        return job.ScaleProfile is { } sizes
            ? $"{Wrap("carbon plan", [.. options, "--profile -"])} <<'END'\n{string.Concat(sizes.Select(s => $"{Number(s.Replicas)},{Number(s.Throughput)},{Number(s.Watts)}\n"))}END"
            : Wrap("carbon plan", options);
    }

    /// <summary>JSON with a member or item a line where it is the whole or would be too long for one.</summary>
    private static string Broken(JsonNode node, string indent)
    {
        var text = node.ToJsonString(Readable);
        if (node is JsonValue || (indent.Length > 2 && indent.Length + text.Length <= LineLength - 15))
        {
            return text;
        }

        var lines = node is JsonObject members
            ? members.Where(m => m.Value is not null).Select(m => $"{indent}  \"{m.Key}\": {Broken(m.Value!, indent + "  ")}")
            : ((JsonArray)node).Select(item => $"{indent}  {Broken(item!, indent + "  ")}");
        var (open, close) = node is JsonObject ? ('{', '}') : ('[', ']');
        return $"{open}\n{string.Join(",\n", lines)}\n{indent}{close}";
    }

    /// <summary>Only what was said: an example full of defaults teaches nothing.</summary>
    private static object Shortest(PlanRequest request) => new
    {
        job = Shortest(request.Job!),
        sites = request.Sites,
        constraints = request.Constraints.AllowCountries is { } countries ? new { allowCountries = countries } : null,
        objective = request.Objective.Risk == "mean" ? null : new { risk = request.Objective.Risk },
        asOf = Text(request.AsOf),
    };

    /// <summary>A job without what is left at its default.</summary>
    public static object Shortest(PlanJob job) => new
    {
        mode = job.Mode == "contiguous" ? null : job.Mode,
        job.Duration,
        job.Work,
        job.ScaleProfile,
        earliest = Text(job.Earliest),
        deadline = Text(job.Deadline),
        job.Startup,
        job.MinRun,
        job.MinPause,
        job.MaxStarts,
        resources = job.Resources switch
        {
            null => null,
            { Watts: { } watts } => (object)new { watts },
            { } r => new { instanceType = r.InstanceType, count = r.Count > 1 ? r.Count : (int?)null },
        },
        job.DataGb,
        job.Origin,
        job.MaxLatencyMs,
    };

    private static string? Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);

    private static string? Text(DateTimeOffset? time) => time is { } t ? Times.Machine(t) : null;

    private static void Add(List<string> options, string option, string? value)
    {
        if (value is not null)
        {
            options.Add($"{option} {Quoted(value)}");
        }
    }

    private static string Wrap(string command, List<string> options)
    {
        var text = new StringBuilder(command);
        var column = command.Length;
        foreach (var option in options)
        {
            var breaks = column + 1 + option.Length > LineLength;
            text.Append(breaks ? " \\\n  " : " ").Append(option);
            column = option.Length + (breaks ? 2 : column + 1);
        }

        return text.ToString();
    }

    /// <summary>A word as it is, anything else in single quotes: what was typed into the form must not become a command.</summary>
    private static string Quoted(string value) =>
        value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:+".Contains(c, StringComparison.Ordinal))
            ? value
            : $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
