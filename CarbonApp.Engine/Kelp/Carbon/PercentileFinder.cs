using System.Numerics.Tensors;

namespace CarbonApp.Engine.Kelp.Carbon;

/// <summary>Takes percentiles of draws without sorting them: most of the time of an estimate goes here.</summary>
internal sealed class PercentileFinder
{
    private const int Buckets = 4096;
    private readonly int[] _counts = new int[Buckets + 1];
    private ushort[] _bucketOf = [];
    private double[] _kept = [];

    /// <summary>5, 50 and 95 %, between neighbouring draws in a straight line (Hyndman and Fan 1996, type 7).</summary>
    /// <param name="draws">Finite, at least one; in any order, left as they are.</param>
    public Percentiles<double> Of(ReadOnlySpan<double> draws)
    {
        var (low, high) = (TensorPrimitives.Min(draws), TensorPrimitives.Max(draws));
        if (!(high > low))
        {
            return new(low, low, low);
        }

        Count(draws, low, (Buckets - 1) / (high - low));
        Span<int> ranks = stackalloc int[6];
        Span<double> shares = [0.05, 0.5, 0.95];
        for (var i = 0; i < 3; i++)
        {
            ranks[2 * i] = (int)((draws.Length - 1) * shares[i]);
            ranks[(2 * i) + 1] = Math.Min(ranks[2 * i] + 1, draws.Length - 1);
        }

        Span<double> found = stackalloc double[6];
        Pick(draws, ranks, found);
        var n = draws.Length - 1;
        return new(Between(found[0], found[1], n * shares[0]), Between(found[2], found[3], n * shares[1]), Between(found[4], found[5], n * shares[2]));
    }

    private static double Between(double below, double above, double rank) => below + ((rank - Math.Floor(rank)) * (above - below));

    private void Count(ReadOnlySpan<double> draws, double low, double scale)
    {
        if (_bucketOf.Length < draws.Length)
        {
            (_bucketOf, _kept) = (new ushort[draws.Length], new double[draws.Length]);
        }

        Array.Clear(_counts);
        var buckets = _bucketOf.AsSpan(0, draws.Length);
        for (var i = 0; i < draws.Length; i++)
        {
            var bucket = (ushort)((draws[i] - low) * scale);
            buckets[i] = bucket;
            _counts[bucket]++;
        }
    }

    /// <summary>The draws of the given ascending ranks: only those in a bucket that holds one of them are sorted.</summary>
    private void Pick(ReadOnlySpan<double> draws, ReadOnlySpan<int> ranks, Span<double> found)
    {
        Span<bool> wanted = stackalloc bool[Buckets + 1];
        wanted.Clear();
        Span<int> skipped = stackalloc int[6];
        var (next, below, left) = (0, 0, 0);
        for (var bucket = 0; next < ranks.Length; bucket++)
        {
            var end = below + _counts[bucket];
            for (; next < ranks.Length && ranks[next] < end; next++)
            {
                (wanted[bucket], skipped[next]) = (true, left);
            }

            left += wanted[bucket] ? 0 : _counts[bucket];
            below = end;
        }

        var kept = 0;
        for (var i = 0; i < draws.Length; i++)
        {
            _kept[kept] = draws[i];
            kept += wanted[_bucketOf[i]] ? 1 : 0;
        }

        _kept.AsSpan(0, kept).Sort();
        for (var i = 0; i < ranks.Length; i++)
        {
            found[i] = _kept[ranks[i] - skipped[i]];
        }
    }
}
