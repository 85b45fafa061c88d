using System.Numerics;

namespace CarbonApp.Engine.Grid.Backtesting;

/// <summary>
/// Standard normal numbers by seed, the same as NumPy's <c>default_rng(seed).standard_normal(n)</c>, with which published studies drew their forecast errors: so
/// that their figures can be repeated to the digit.
/// </summary>
/// <remarks>
/// Generator PCG XSL RR 128/64 (O'Neill 2014), seeded by hashing (O'Neill 2015, seed_seq_fe128), normals by the ziggurat of 256 layers (Marsaglia and Tsang
/// 2000) on 52 bits.
/// </remarks>
public sealed class NormalDraws
{
    private const int Layers = 256;

    /// <summary>Where the tail begins, and the area of each layer, for 256 of them (Marsaglia and Tsang 2000).</summary>
    private const double Tail = 3.6541528853610088;
    private const double Area = 0.004928673233974658;
    private const double Unit = 1L << 52;

    private static readonly UInt128 Multiplier = new(2549297995355413924UL, 4865540595714422341UL);
    private static readonly (ulong[] Inside, double[] Width, double[] Density) Ziggurat = Build();

    private readonly UInt128 _increment;
    private UInt128 _state;

    /// <param name="seed">Same seed, same numbers.</param>
    public NormalDraws(uint seed)
    {
        Span<ulong> words = stackalloc ulong[4];
        Expand(seed, words);
        _increment = (new UInt128(words[2], words[3]) << 1) | 1;
        _state = ((_increment + new UInt128(words[0], words[1])) * Multiplier) + _increment;
    }

    /// <summary>The first <paramref name="count"/> numbers of a seed.</summary>
    public static double[] Of(uint seed, int count)
    {
        var draws = new NormalDraws(seed);
        var numbers = new double[count];
        for (var i = 0; i < count; i++)
        {
            numbers[i] = draws.Next();
        }

        return numbers;
    }

    /// <summary>The next number: mean 0, standard deviation 1.</summary>
    public double Next()
    {
        var (inside, width, density) = Ziggurat;
        while (true)
        {
            var bits = NextBits();
            var layer = (int)(bits & 0xff);
            var magnitude = (bits >> 9) & 0x000fffffffffffff;
            var isNegative = ((bits >> 8) & 1) != 0;
            var x = magnitude * width[layer];
            if (magnitude < inside[layer])
            {
                return isNegative ? -x : x;
            }

            if (layer == 0)
            {
                return FromTail(((magnitude >> 8) & 1) != 0);
            }

            if (((density[layer - 1] - density[layer]) * NextUniform()) + density[layer] < Math.Exp(-0.5 * x * x))
            {
                return isNegative ? -x : x;
            }
        }
    }

    private double FromTail(bool isNegative)
    {
        while (true)
        {
            var x = -Math.Log(1 - NextUniform()) / Tail;
            var y = -Math.Log(1 - NextUniform());
            if (y + y > x * x)
            {
                return isNegative ? -(Tail + x) : Tail + x;
            }
        }
    }

    private double NextUniform() => (NextBits() >> 11) * (1.0 / (1L << 53));

    private ulong NextBits()
    {
        _state = (_state * Multiplier) + _increment;
        var (high, low) = ((ulong)(_state >> 64), (ulong)_state);
        return BitOperations.RotateRight(high ^ low, (int)(high >> 58));
    }

    /// <summary>Spreads a seed over the words of the generator's state.</summary>
    private static void Expand(uint seed, Span<ulong> words)
    {
        Span<uint> pool = [seed, 0, 0, 0];
        var factor = 0x43b0d7e5u;
        for (var i = 0; i < pool.Length; i++)
        {
            pool[i] = Hash(pool[i], ref factor, 0x931e8875);
        }

        for (var from = 0; from < pool.Length; from++)
        {
            for (var to = 0; to < pool.Length; to++)
            {
                if (from != to)
                {
                    var mixed = (0xca01f9ddu * pool[to]) - (0x4973f715u * Hash(pool[from], ref factor, 0x931e8875));
                    pool[to] = mixed ^ (mixed >> 16);
                }
            }
        }

        factor = 0x8b51f9dd;
        for (var i = 0; i < 2 * words.Length; i++)
        {
            var word = Hash(pool[i % pool.Length], ref factor, 0x58f38ded);
            words[i / 2] |= (ulong)word << (32 * (i % 2));
        }
    }

    private static uint Hash(uint value, ref uint factor, uint growth)
    {
        value ^= factor;
        factor *= growth;
        value *= factor;
        return value ^ (value >> 16);
    }

    /// <summary>Layers of equal area under exp(−x²/2): how much of each lies inside, its width per unit, and the density at its edge.</summary>
    private static (ulong[] Inside, double[] Width, double[] Density) Build()
    {
        var (inside, width, density) = (new ulong[Layers], new double[Layers], new double[Layers]);
        var (outer, edge) = (Tail, Tail);
        var first = Area / Math.Exp(-0.5 * Tail * Tail);
        (inside[0], width[0], density[0]) = ((ulong)(Tail / first * Unit), first / Unit, 1);
        (width[Layers - 1], density[Layers - 1]) = (Tail / Unit, Math.Exp(-0.5 * Tail * Tail));
        for (var i = Layers - 2; i >= 1; i--)
        {
            edge = Math.Sqrt(-2 * Math.Log((Area / outer) + Math.Exp(-0.5 * outer * outer)));
            (inside[i + 1], width[i], density[i]) = ((ulong)(edge / outer * Unit), edge / Unit, Math.Exp(-0.5 * edge * edge));
            outer = edge;
        }

        inside[1] = 0;
        return (inside, width, density);
    }
}
