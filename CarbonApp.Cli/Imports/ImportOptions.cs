using System.Text;

namespace CarbonApp.Cli.Imports;

/// <summary>How a file is to be read and labelled.</summary>
internal sealed record ImportOptions(string? Zone, string Kind, string Factor, string Status, string Spacing, string? Source, bool Strict)
{
    /// <summary>As the Api's query string; also part of what makes two imports the same.</summary>
    public string Query
    {
        get
        {
            var query = new StringBuilder($"kind={Kind}&factor={Factor}&status={Status}&spacing={Spacing}");
            Add("zone", Zone);
            Add("source", Source);
            Add("strict", Strict ? "true" : null);
            return query.ToString();

            void Add(string name, string? value)
            {
                if (value is not null)
                {
                    query.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
                }
            }
        }
    }

    /// <summary>The command that goes on with the import of a file.</summary>
    public string Command(Uri api, string path)
    {
        var command = new StringBuilder($"carbon import --api {Quote(api.AbsoluteUri.TrimEnd('/'))} --kind {Kind} --factor {Factor} --status {Status} --spacing {Spacing}");
        Add("--zone", Zone);
        Add("--source", Source);
        return command.Append(Strict ? " --strict" : "").Append(' ').Append(Quote(path)).ToString();

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                command.Append(' ').Append(name).Append(' ').Append(Quote(value));
            }
        }
    }

    /// <summary>For a POSIX shell.</summary>
    private static string Quote(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=+@%".Contains(c))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
