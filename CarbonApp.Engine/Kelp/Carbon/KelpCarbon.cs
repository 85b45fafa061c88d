using System.Numerics.Tensors;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Kelp.Carbon;

/// <summary>From mapped canopy to carbon, with intervals: Monte Carlo over what is not known exactly.</summary>
public static class KelpCarbon
{
    /// <summary>Draws of an analysis.</summary>
    public const int Draws = LatticeDraws.Count;

    /// <summary>
    /// Estimates every bed and their total. canopy = mapped × area factor × (1 + b·h); wet = canopy × (kg/m² × year + floor); dry = wet × dry
    /// share; stock = dry × carbon share; production = canopy × NPP; export and sequestration are shares of production.
    /// </summary>
    /// <param name="beds">Any number; areas add up, so no two may overlap.</param>
    /// <param name="constants">Of the species, or a site's own.</param>
    /// <param name="hash">32 bytes, such as SHA-256 of all inputs: the same hash gives the same numbers on any number of processors.</param>
    /// <param name="cancellationToken">Looked at once per centimetre of tide.</param>
    /// <exception cref="ArgumentException">The hash is not 32 bytes long, or a tide is not finite.</exception>
    public static CarbonOutcome Estimate(
        IReadOnlyList<MappedBed> beds, KelpConstants constants, ReadOnlySpan<byte> hash, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(beds);
        ArgumentNullException.ThrowIfNull(constants);
        var draws = CarbonDraws.Of(constants, hash);
        var observed = beds.Where(bed => bed.Canopy is not null)
            .Select(bed => (SquareMetres: bed.Canopy!.Value.SquareMetres, Height: TideCorrection.Held(bed.TideMetres))).ToArray();
        if (observed.Length == 0)
        {
            return new CarbonOutcome.NothingObserved(beds.Count);
        }

        var perSquareMetre = PerSquareMetre(draws, [.. observed.Select(bed => bed.Height).Distinct()], cancellationToken);
        var total = new double[Draws];
        foreach (var (height, squareMetres) in observed.GroupBy(bed => bed.Height, bed => bed.SquareMetres).Select(g => (g.Key, g.Sum())))
        {
            draws.AddArea(squareMetres, height, total);
        }

        return new CarbonOutcome.Estimated(
            [.. beds.Select(bed => new BedEstimate(bed.Id, bed.TideMetres is not null, bed.Canopy is { } canopy
                ? perSquareMetre[TideCorrection.Held(bed.TideMetres)].Times(canopy.SquareMetres)
                : null))],
            RawEstimate.Of(draws, total, new PercentileFinder()).Times(1),
            beds.Count - observed.Length,
            Tornado.OfStock(constants, observed),
            Tornado.OfSequestration(constants, observed));
    }

    /// <summary>
    /// One estimate of a square metre per height: beds at one height differ by their area alone, since they share the draws, and the percentiles
    /// of a multiple are the multiple of the percentiles.
    /// </summary>
    private static Dictionary<double, RawEstimate> PerSquareMetre(CarbonDraws draws, double[] heights, CancellationToken cancellationToken)
    {
        var estimates = new RawEstimate[heights.Length];
        Parallel.For(
            0,
            heights.Length,
            new ParallelOptions { CancellationToken = cancellationToken },
            () => (Area: new double[Draws], Finder: new PercentileFinder()),
            (i, _, local) =>
            {
                local.Area.AsSpan().Clear();
                draws.AddArea(1, heights[i], local.Area);
                estimates[i] = RawEstimate.Of(draws, local.Area, local.Finder);
                return local;
            },
            _ => { });
        return heights.Zip(estimates).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>Percentiles in kg, m² and kg per year.</summary>
    private readonly record struct RawEstimate(
        Percentiles<double> Canopy,
        Percentiles<double> Wet,
        Percentiles<double> Floor,
        Percentiles<double> Dry,
        Percentiles<double> Stock,
        Percentiles<double> Production,
        Percentiles<double> Export,
        Percentiles<double> Sequestration)
    {
        public static RawEstimate Of(CarbonDraws draws, double[] area, PercentileFinder finder)
        {
            var product = new double[area.Length];
            return new(
                finder.Of(area),
                Times(draws.Wet),
                Times(draws.Floor),
                Times(draws.Dry),
                Times(draws.Stock),
                Times(draws.Production),
                Times(draws.Export),
                Times(draws.Sequestration));

            Percentiles<double> Times(double[] density)
            {
                TensorPrimitives.Multiply(area, density, product);
                return finder.Of(product);
            }
        }

        public KelpEstimate Times(double factor) => new(
            Canopy.Select(value => Area.FromSquareMetres(value * factor)),
            Wet.Select(value => WetMass.FromKilograms(value * factor)),
            Floor.Select(value => WetMass.FromKilograms(value * factor)),
            Dry.Select(value => DryMass.FromKilograms(value * factor)),
            Stock.Select(value => CarbonMass.FromKilograms(value * factor)),
            Production.Select(value => CarbonFlow.FromKilogramsPerYear(value * factor)),
            Export.Select(value => CarbonFlow.FromKilogramsPerYear(value * factor)),
            Sequestration.Select(value => CarbonFlow.FromKilogramsPerYear(value * factor)));
    }
}
