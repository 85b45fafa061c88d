using System.Numerics.Tensors;

namespace CarbonApp.Engine.Kelp.Carbon;

/// <summary>The draws of one analysis, shared by all its polygons: what is wrong about one bed is as wrong about its neighbour.</summary>
internal sealed class CarbonDraws
{
    private CarbonDraws(KelpConstants constants, LatticeDraws lattice)
    {
        AreaFactor = lattice.Of(0, constants.AreaFactor);
        TideSlope = lattice.Of(1, constants.TideSlopePerMetre);
        var canopy = lattice.Of(2, constants.CanopyKilogramsPerSquareMetre);
        var year = lattice.Of(3, constants.YearFactor);
        var floor = lattice.Of(4, constants.FloorKilogramsPerSquareMetre);
        var dry = lattice.Of(5, constants.DryShareOfWet);
        var carbon = lattice.Of(6, constants.CarbonShareOfDry);
        var production = lattice.Of(7, constants.ProductionKilogramsPerSquareMetreYear);

        // One dimension for both fates: carbon that stays away for a century has left the shelf first, so a draw with little export keeps little.
        var exported = lattice.Of(8, (p, _) => Math.Min(1, constants.ExportedShare.Quantile(p)));
        var sequestered = lattice.Of(8, constants.SequesteredShare);

        Floor = floor;
        Wet = Each(i => (canopy[i] * year[i]) + floor[i]);
        Dry = Each(i => Wet[i] * dry[i]);
        Stock = Each(i => Dry[i] * carbon[i]);
        Production = production;
        Export = Each(i => production[i] * exported[i]);
        Sequestration = Each(i => production[i] * Math.Min(exported[i], sequestered[i]));
    }

    /// <summary>True over mapped area.</summary>
    public double[] AreaFactor { get; }

    /// <summary>1/m.</summary>
    public double[] TideSlope { get; }

    /// <summary>kg wet per m² on the floor.</summary>
    public double[] Floor { get; }

    /// <summary>kg wet per m² of corrected canopy, floor included.</summary>
    public double[] Wet { get; }

    /// <summary>kg dry per m².</summary>
    public double[] Dry { get; }

    /// <summary>kg C per m².</summary>
    public double[] Stock { get; }

    /// <summary>kg C per m² and year.</summary>
    public double[] Production { get; }

    /// <summary>kg C per m² and year.</summary>
    public double[] Export { get; }

    /// <summary>kg C per m² and year.</summary>
    public double[] Sequestration { get; }

    /// <summary>Draws of <paramref name="constants"/>, following from the hash alone.</summary>
    public static CarbonDraws Of(KelpConstants constants, ReadOnlySpan<byte> hash) => new(constants, new LatticeDraws(hash));

    /// <summary>Adds the corrected area of a bed, m², to every draw of <paramref name="sum"/>.</summary>
    public void AddArea(double squareMetres, double heldHeightMetres, Span<double> sum)
    {
        Span<double> area = new double[LatticeDraws.Count];
        TensorPrimitives.Multiply(TideSlope, heldHeightMetres, area);
        TensorPrimitives.Add(area, 1.0, area);
        TensorPrimitives.Max(area, 0.0, area);
        TensorPrimitives.Multiply(area, AreaFactor, area);
        TensorPrimitives.MultiplyAdd<double>(area, squareMetres, sum, sum);
    }

    private static double[] Each(Func<int, double> at)
    {
        var values = new double[LatticeDraws.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = at(i);
        }

        return values;
    }
}
