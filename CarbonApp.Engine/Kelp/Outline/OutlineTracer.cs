using CarbonApp.Engine.Kelp.Masks;

namespace CarbonApp.Engine.Kelp.Outline;

/// <summary>Pixels to polygons along the pixels' edges: the area of the polygons is that of the pixels, and filling them gives the pixels back. Time and
/// memory go with the number of runs.</summary>
public static class OutlineTracer
{
    /// <summary>One shape per piece of the mask that hangs together by edges or corners, in the order of their first pixel.</summary>
    /// <param name="mask">Any.</param>
    /// <param name="cancellationToken">Asked once a row and once a ring.</param>
    public static IReadOnlyList<PixelShape> Trace(RunMask mask, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var shapes = ConnectedComponents.Find(mask, Connectivity.EdgesAndCorners, cancellationToken);
        var parts = ConnectedComponents.Find(mask, Connectivity.Edges, cancellationToken);
        var polygons = PolygonsOf(mask, parts, cancellationToken);
        var partsOfShape = new List<GridPolygon>[shapes.Components.Count];
        var isTaken = new bool[parts.Components.Count];
        for (var run = 0; run < mask.RunCount; run++)
        {
            var part = parts.ComponentOfRun[run];
            if (!isTaken[part])
            {
                isTaken[part] = true;
                (partsOfShape[shapes.ComponentOfRun[run]] ??= []).Add(polygons[part]);
            }
        }

        return [.. shapes.Components.Zip(partsOfShape, (shape, list) => new PixelShape(shape.Pixels, shape.Bounds, list))];
    }

    /// <summary>One polygon per part: of the rings along one part just one runs counterclockwise.</summary>
    private static GridPolygon[] PolygonsOf(RunMask mask, ComponentMap parts, CancellationToken cancellationToken)
    {
        var shells = new IReadOnlyList<GridPoint>[parts.Components.Count];
        var holes = Array.ConvertAll(shells, _ => new List<IReadOnlyList<GridPoint>>());
        foreach (var (run, way) in Ways(mask))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var ring in SimpleRings(way))
            {
                var part = parts.ComponentOfRun[run];
                if (IsCounterclockwise(ring))
                {
                    shells[part] = ring;
                }
                else
                {
                    holes[part].Add(ring);
                }
            }
        }

        return [.. shells.Zip(holes, (shell, list) => new GridPolygon(shell, list))];
    }

    /// <summary>Every closed way along the boundary, with a run that it passes.</summary>
    private static IEnumerable<(int Run, List<GridPoint> Way)> Ways(RunMask mask)
    {
        var next = RingSteps.Of(mask);
        var rows = RowOfRun(mask);
        var isDone = new bool[next.Length];
        for (var start = 0; start < next.Length; start++)
        {
            var way = new List<GridPoint>();
            for (var step = start; !isDone[step]; step = next[step])
            {
                isDone[step] = true;
                var (from, to) = (EndOf(step), StartOf(next[step]));
                if (from != to)
                {
                    way.Add(from);
                    way.Add(to);
                }
            }

            if (way.Count > 0)
            {
                yield return (start >> 1, way);
            }
        }

        GridPoint StartOf(int step) => new(ColumnOf(step), rows[step >> 1] + (step & 1));

        GridPoint EndOf(int step) => new(ColumnOf(step), rows[step >> 1] + 1 - (step & 1));

        int ColumnOf(int step) => (step & 1) == 0 ? mask.AllRuns[step >> 1].Start : mask.AllRuns[step >> 1].End;
    }

    /// <summary>A way that comes by a corner twice is cut there, so that no ring meets itself.</summary>
    private static IEnumerable<List<GridPoint>> SimpleRings(List<GridPoint> way)
    {
        var (open, placeOf) = (new List<GridPoint>(way.Count), new Dictionary<GridPoint, int>(way.Count));
        foreach (var point in way)
        {
            if (placeOf.TryGetValue(point, out var place))
            {
                var ring = open.GetRange(place, open.Count - place);
                ring.ForEach(corner => placeOf.Remove(corner));
                open.RemoveRange(place, ring.Count);
                yield return ring;
            }

            placeOf[point] = open.Count;
            open.Add(point);
        }

        yield return open;
    }

    private static bool IsCounterclockwise(List<GridPoint> ring)
    {
        var twice = 0L;
        var last = ring[^1];
        foreach (var point in ring)
        {
            twice += ((long)last.Column * point.Row) - ((long)point.Column * last.Row);
            last = point;
        }

        // Rows count downward, which turns the sign.
        return twice < 0;
    }

    private static int[] RowOfRun(RunMask mask)
    {
        var rows = new int[mask.RunCount];
        for (var row = 0; row < mask.Height; row++)
        {
            rows.AsSpan(mask.FirstRun(row), mask.FirstRun(row + 1) - mask.FirstRun(row)).Fill(row);
        }

        return rows;
    }
}
