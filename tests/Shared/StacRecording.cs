using System.Text;

namespace CarbonApp.Tests.Shared;

/// <summary>Bodies of recorded answers (VCR cassettes, YAML).</summary>
internal static class StacRecording
{
    /// <summary>Every answer's body of a recording, in order. They stand in single quotes, folded over lines.</summary>
    public static IReadOnlyList<string> Bodies(string file)
    {
        var lines = File.ReadLines(SharedData.File($"kelp/stac-recordings/{file}"));
        var bodies = new List<string>();
        StringBuilder? body = null;
        foreach (var line in lines)
        {
            var text = line.Trim();
            if (body is null)
            {
                if (!text.StartsWith("string: '", StringComparison.Ordinal))
                {
                    continue;
                }

                body = new StringBuilder();
                text = text["string: '".Length..];
            }
            else
            {
                body.Append(' ');
            }

            var ends = Ends(text);
            body.Append(ends ? text[..^1] : text);
            if (ends)
            {
                bodies.Add(body.ToString().Replace("''", "'", StringComparison.Ordinal));
                body = null;
            }
        }

        return bodies;
    }

    /// <summary>A quote that is doubled does not end the text.</summary>
    private static bool Ends(string text) => (text.Length - text.TrimEnd('\'').Length) % 2 == 1;
}
