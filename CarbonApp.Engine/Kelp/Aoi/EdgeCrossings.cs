using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Engine.Kelp.Aoi;

/// <summary>How often the edges of an outline cross each other: a scribble of thousands of points can have millions of crossings, each of which a
/// repair would make a point of.</summary>
internal static class EdgeCrossings
{
    /// <summary>Counts, and stops counting beyond a number. Touching ends are no crossing.</summary>
    public static int Count(IEnumerable<IReadOnlyList<GeoPoint>> rings, int stopBeyond)
    {
        var edges = rings.SelectMany(ring => ring.Zip(ring.Skip(1), (a, b) => new Edge(a, b)))
            .OrderBy(edge => edge.West).ToArray();
        var (active, count) = (new List<Edge>(), 0);
        foreach (var edge in edges)
        {
            active.RemoveAll(other => other.East < edge.West);
            foreach (var other in active)
            {
                count += edge.Crosses(other) ? 1 : 0;
            }

            if (count > stopBeyond)
            {
                break;
            }

            active.Add(edge);
        }

        return count;
    }

    private readonly record struct Edge(GeoPoint A, GeoPoint B)
    {
        public double West => Math.Min(A.LongitudeDegrees, B.LongitudeDegrees);

        public double East => Math.Max(A.LongitudeDegrees, B.LongitudeDegrees);

        /// <summary>Whether either's ends lie on different sides of the other.</summary>
        public bool Crosses(Edge other) =>
            Side(A, B, other.A) * Side(A, B, other.B) < 0 && Side(other.A, other.B, A) * Side(other.A, other.B, B) < 0;

        private static int Side(GeoPoint from, GeoPoint to, GeoPoint point) => Math.Sign(
            ((to.LongitudeDegrees - from.LongitudeDegrees) * (point.LatitudeDegrees - from.LatitudeDegrees))
            - ((to.LatitudeDegrees - from.LatitudeDegrees) * (point.LongitudeDegrees - from.LongitudeDegrees)));
    }
}
