using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Engine.Kelp.Aoi;

/// <summary>How often edges of an outline meet that are not neighbours. A scribble or a star of a few thousand points has millions of such meetings, and to repair
/// it takes minutes; an outline that someone drew has some, a valid one hardly any.</summary>
internal static class EdgeMeetings
{
    /// <summary>Counts pairs of edges that cross, touch or lie on each other, and stops beyond a number.</summary>
    /// <param name="rings">Closed.</param>
    /// <param name="stopBeyond">The count may then be anything above.</param>
    public static int Count(IEnumerable<IReadOnlyList<GeoPoint>> rings, int stopBeyond)
    {
        var edges = rings.SelectMany(Edges).OrderBy(edge => edge.West).ToArray();
        var (active, count) = (new List<Edge>(), 0);
        foreach (var edge in edges)
        {
            active.RemoveAll(other => other.East < edge.West);
            foreach (var other in active)
            {
                count += edge.Meets(other) && !edge.IsNextTo(other) ? 1 : 0;
            }

            if (count > stopBeyond)
            {
                break;
            }

            active.Add(edge);
        }

        return count;
    }

    private static IEnumerable<Edge> Edges(IReadOnlyList<GeoPoint> ring, int number)
    {
        // Of points that come twice in a row one is enough.
        GeoPoint[] points = [.. ring.Where((point, i) => i == 0 || point != ring[i - 1])];
        return Enumerable.Range(0, points.Length - 1).Select(i => new Edge(points[i], points[i + 1], number, i, points.Length - 1));
    }

    private readonly record struct Edge(GeoPoint A, GeoPoint B, int Ring, int Place, int RingEdges)
    {
        public double West => Math.Min(A.LongitudeDegrees, B.LongitudeDegrees);

        public double East => Math.Max(A.LongitudeDegrees, B.LongitudeDegrees);

        private double South => Math.Min(A.LatitudeDegrees, B.LatitudeDegrees);

        private double North => Math.Max(A.LatitudeDegrees, B.LatitudeDegrees);

        public bool IsNextTo(Edge other) => Ring == other.Ring && Math.Abs(Place - other.Place) is var apart && (apart == 1 || apart == RingEdges - 1);

        /// <summary>Whether neither's ends lie both on one side of the other. On one line it is the boxes that decide.</summary>
        public bool Meets(Edge other) =>
            South <= other.North && other.South <= North && West <= other.East && other.West <= East
            && Side(A, B, other.A) * Side(A, B, other.B) <= 0 && Side(other.A, other.B, A) * Side(other.A, other.B, B) <= 0;

        private static int Side(GeoPoint from, GeoPoint to, GeoPoint point) => Math.Sign(
            ((to.LongitudeDegrees - from.LongitudeDegrees) * (point.LatitudeDegrees - from.LatitudeDegrees))
            - ((to.LatitudeDegrees - from.LatitudeDegrees) * (point.LongitudeDegrees - from.LongitudeDegrees)));
    }
}
