using System.Globalization;
using System.Text;
using System.Text.Json;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Web.ApiClient;
using CarbonApp.Web.Wording;

namespace CarbonApp.Web.Grid.Plans;

/// <summary>The same question for a shell.</summary>
internal static class PlanCommands
{
    private static readonly JsonSerializerOptions Readable = new(CarbonApi.Json)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>curl against this site.</summary>
    public static string Curl(PlanRequest request, string origin)
    {
        var body = JsonSerializer.Serialize(Shortest(request), Readable).Replace("'", "'\\''", StringComparison.Ordinal);
        return $"curl -s {Quoted(origin + "/api/v2/plan")} \\\n  -H 'Content-Type: application/json' \\\n  -d '{body}'";
    }

    /// <summary>The carbon command line.</summary>
    public static string CommandLine(PlanRequest request)
    {
        var (job, site) = (request.Job!, request.Sites![0]);
        var line = new StringBuilder("carbon plan");
        Add(line, "--zone", site.Zone);
        Add(line, "--region", site.Provider is null ? site.Region : $"{site.Provider}/{site.Region}");
        Add(line, "--duration", job.Duration);
        Add(line, "--earliest", job.Earliest is { } earliest ? Times.Machine(earliest) : null);
        Add(line, "--deadline", job.Deadline is { } deadline ? Times.Machine(deadline) : null);
        Add(line, "--as-of", request.AsOf is { } asOf ? Times.Machine(asOf) : null);
        Add(line, "--watts", job.Resources?.Watts?.ToString(CultureInfo.InvariantCulture));
        Add(line, "--instance", job.Resources?.InstanceType);
        Add(line, "--count", job.Resources is { InstanceType: not null, Count: > 1 } many ? many.Count.ToString(CultureInfo.InvariantCulture) : null);
        if (job.Mode == "interruptible")
        {
            line.Append(" --mode interruptible");
        }

        return line.ToString();
    }

    /// <summary>Only what was said: an example full of defaults teaches nothing.</summary>
    private static object Shortest(PlanRequest request) => new
    {
        job = new
        {
            mode = request.Job!.Mode == "interruptible" ? request.Job.Mode : null,
            request.Job.Duration,
            earliest = Text(request.Job.Earliest),
            deadline = Text(request.Job.Deadline),
            resources = request.Job.Resources switch
            {
                null => null,
                { Watts: { } watts } => (object)new { watts },
                { } r => new { instanceType = r.InstanceType, count = r.Count > 1 ? r.Count : (int?)null },
            },
        },
        sites = request.Sites,
        asOf = Text(request.AsOf),
    };

    private static string? Text(DateTimeOffset? time) => time is { } t ? Times.Machine(t) : null;

    private static void Add(StringBuilder line, string option, string? value)
    {
        if (value is not null)
        {
            line.Append(' ').Append(option).Append(' ').Append(Quoted(value));
        }
    }

    /// <summary>A word as it is, anything else in single quotes: what was typed into the form must not become a command.</summary>
    private static string Quoted(string value) =>
        value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:+".Contains(c, StringComparison.Ordinal))
            ? value
            : $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
