namespace CarbonApp.Engine;

/// <summary>Tables embedded at build time, tab-separated under a heading row (eng/reference-data).</summary>
internal static class ReferenceTable
{
    /// <summary>Rows below the heading, split into cells; empty cells are empty texts.</summary>
    public static IEnumerable<string[]> Rows(string name)
    {
        using var stream = typeof(ReferenceTable).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The Engine was built without its table {name}: build again, eng/reference-data writes it.");
        using var reader = new StreamReader(stream);
        for (var line = reader.ReadLine() is null ? null : reader.ReadLine(); line is not null; line = reader.ReadLine())
        {
            yield return line.Split('\t');
        }
    }
}
