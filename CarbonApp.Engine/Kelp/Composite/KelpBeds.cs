using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Outline;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>The beds of a composite.</summary>
public static class KelpBeds
{
    /// <summary>All of them, in the order of their first pixel. Their canopy adds up to the composite's.</summary>
    public static IReadOnlyList<KelpBed> Of(CompositeMap composite, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(composite);
        var mask = RunMask.Of(composite.Map.Mask, composite.Map.Width, composite.Map.Height, PixelMask.Kelp);
        var shapes = OutlineTracer.Trace(mask, cancellationToken);
        var sums = Sums(composite, mask, ConnectedComponents.Find(mask, Connectivity.EdgesAndCorners, cancellationToken));
        return [.. shapes.Zip(sums, (shape, sum) => sum.ToBed(shape)).Select((bed, number) => bed with { Id = $"bed-{number + 1}" })];
    }

    private static BedSum[] Sums(CompositeMap composite, RunMask mask, ComponentMap pieces)
    {
        var sums = new BedSum[pieces.Components.Count];
        for (var (row, run) = (0, 0); row < mask.Height; row++)
        {
            foreach (var pixels in mask.Runs(row))
            {
                ref var sum = ref sums[pieces.ComponentOfRun[run++]];
                for (var i = (row * mask.Width) + pixels.Start; i < (row * mask.Width) + pixels.End; i++)
                {
                    sum.Add(composite.Map.Cover[i], composite.Persistence[i], composite.TideCentimetres[i]);
                }
            }
        }

        return sums;
    }

    private struct BedSum
    {
        private long _cover;
        private long _persistence;
        private long _coverWithTide;
        private long _coverTimesCentimetres;

        public void Add(byte cover, byte persistence, short tideCentimetres)
        {
            _cover += cover;
            _persistence += persistence;
            if (tideCentimetres != CompositeMap.NoTide)
            {
                _coverWithTide += cover;
                _coverTimesCentimetres += cover * (long)tideCentimetres;
            }
        }

        public readonly KelpBed ToBed(PixelShape shape) => new(
            "",
            shape,
            Area.FromSquareMetres(shape.Pixels * CanopyArea.PixelSquareMetres),
            CanopyArea.OfCover(_cover),
            (double)_cover / SceneMap.FullCover / shape.Pixels,
            (double)_persistence / SceneMap.FullCover / shape.Pixels,
            _coverWithTide == 0 ? null : _coverTimesCentimetres / 100.0 / _coverWithTide);
    }
}
