using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>The maps of passes wherever they are kept, read in strips: what is in memory does not grow with the number of dates.</summary>
/// <param name="StripRows">Rows of a strip; the last may have fewer.</param>
/// <param name="ReadAsync">Reads a strip of a pass, counted from 0; may be called again for the same.</param>
public sealed record PassMaps(int StripRows, PassMaps.Reader ReadAsync)
{
    /// <summary>Reads a strip.</summary>
    public delegate ValueTask<SceneMap> Reader(string pass, int strip, CancellationToken cancellationToken);

    /// <summary>Maps in memory, each as one strip.</summary>
    public static PassMaps Of(IReadOnlyList<DatedScene> scenes)
    {
        var maps = scenes.ToDictionary(scene => scene.Pass, scene => scene.Map, StringComparer.Ordinal);
        return new PassMaps(int.MaxValue, (pass, _, _) => ValueTask.FromResult(maps[pass]));
    }

    /// <summary>The strips of so many rows: number, first row and rows of each.</summary>
    internal IEnumerable<(int Number, int Row, int Rows)> StripsOf(int height)
    {
        for (var (number, row) = (0, 0L); row < height; number++, row += StripRows)
        {
            yield return (number, (int)row, (int)Math.Min(StripRows, height - row));
        }
    }
}
