using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace CarbonApp.Api.Data;

/// <summary>One numbered step of the schema. Forward only: once applied anywhere its text never changes; a later file amends it.</summary>
/// <param name="Number">From 1 without holes; files run in this order.</param>
/// <param name="Name">File name, such as <c>0001_signals.sql</c>.</param>
/// <param name="Sql">Statements.</param>
internal sealed record MigrationFile(int Number, string Name, string Sql)
{
    private const string Prefix = "CarbonApp.Api.Data.Migrations.";

    /// <summary>SHA-256 of the text, line ends aside: a checkout on Windows must not look like a change.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The files of this build, in order.</summary>
    public static IReadOnlyList<MigrationFile> Embedded { get; } = Load(typeof(MigrationFile).Assembly);

    private static List<MigrationFile> Load(Assembly assembly)
    {
        var names = assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var files = names.Select(n => Read(assembly, n)).ToList();
        for (var i = 0; i < files.Count; i++)
        {
            if (files[i].Number != i + 1)
            {
                throw new InvalidOperationException($"Migration {files[i].Name} has number {files[i].Number}; expected {i + 1}: numbers run from 1 without holes or repeats.");
            }
        }

        return files;
    }

    private static MigrationFile Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var name = resource[Prefix.Length..];
        return new MigrationFile(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}
