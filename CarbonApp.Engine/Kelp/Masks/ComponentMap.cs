using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Kelp.Masks;

/// <summary>A piece of a mask that hangs together.</summary>
/// <param name="Pixels">How many; at least one.</param>
/// <param name="Bounds">The least window that holds them.</param>
public readonly record struct Component(int Pixels, PixelWindow Bounds);

/// <summary>The pieces of a mask (<see cref="ConnectedComponents.Find"/>).</summary>
public sealed class ComponentMap
{
    private readonly int[] _componentOfRun;
    private readonly Component[] _components;

    private ComponentMap(RunMask mask, int[] componentOfRun, Component[] components) =>
        (Mask, _componentOfRun, _components) = (mask, componentOfRun, components);

    /// <summary>The mask they are pieces of.</summary>
    public RunMask Mask { get; }

    /// <summary>In the order of their first pixel.</summary>
    public IReadOnlyList<Component> Components => _components;

    /// <summary>Which piece each run of the mask belongs to: an index into <see cref="Components"/>, run after run as the rows hold them.</summary>
    public ReadOnlySpan<int> ComponentOfRun => _componentOfRun;

    /// <summary>The pieces that pass a test, as a mask of the same size.</summary>
    public RunMask Keep(Predicate<Component> isKept)
    {
        var kept = Array.ConvertAll(_components, component => isKept(component));
        var builder = new RunMaskBuilder(Mask.Width, Mask.Height);
        for (var (row, run) = (0, 0); row < Mask.Height; row++)
        {
            foreach (var pixels in Mask.Runs(row))
            {
                if (kept[_componentOfRun[run++]])
                {
                    builder.Add(pixels.Start, pixels.End);
                }
            }

            builder.EndRow();
        }

        return builder.ToMask();
    }

    /// <summary>From union-find in which every root is the first run of its piece, hence met before all others.</summary>
    internal static ComponentMap Of(RunMask mask, int[] parents)
    {
        var components = new List<Component>();
        for (var (row, run) = (0, 0); row < mask.Height; row++)
        {
            foreach (var pixels in mask.Runs(row))
            {
                // Parents become component numbers on the way: a parent comes before its children, so it has its number already.
                if (parents[run] == run)
                {
                    parents[run] = components.Count;
                    components.Add(new Component(0, new PixelWindow(pixels.Start, row, 0, 0)));
                }
                else
                {
                    parents[run] = parents[parents[run]];
                }

                components[parents[run]] = With(components[parents[run]], pixels, row);
                run++;
            }
        }

        return new ComponentMap(mask, parents, [.. components]);
    }

    private static Component With(Component component, PixelRun run, int row)
    {
        var bounds = component.Bounds;
        var left = Math.Min(bounds.Column, run.Start);
        var right = Math.Max(bounds.Column + bounds.Width, run.End);
        return new Component(component.Pixels + run.Length, new PixelWindow(left, bounds.Row, right - left, row + 1 - bounds.Row));
    }
}
