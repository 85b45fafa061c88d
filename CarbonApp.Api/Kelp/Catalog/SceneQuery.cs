using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Api.Kelp.Catalog;

/// <summary>What scenes are wanted.</summary>
internal sealed record SceneQuery
{
    /// <summary>Where: scenes that saw any of it.</summary>
    public required GeoBounds Box { get; init; }

    /// <summary>The area itself, inside <see cref="Box"/>, where its shape may rule scenes out; null for the box.</summary>
    public AreaOfInterest? Area { get; init; }

    /// <summary>Taken from then on, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Taken before then, UTC.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Most cloud over the whole tile, percent; null for any. Scenes that do not say pass.</summary>
    public double? MaxCloudPercent { get; init; }

    /// <summary>Most scenes, 1 to 10,000.</summary>
    public int Limit { get; init; } = 1_000;

    /// <summary>The scenes of an area and period.</summary>
    public static SceneQuery Of(AreaOfInterest area, DateTimeOffset from, DateTimeOffset to) => new() { Box = area.Bounds, Area = area, From = from, To = to };

    /// <summary>Whether a scene is of the period and clear enough.</summary>
    public bool Accepts(SceneItem scene) =>
        scene.AcquiredAt >= From && scene.AcquiredAt < To && !(scene.CloudPercent > MaxCloudPercent);
}

/// <summary>How far a search is.</summary>
/// <param name="Pages">Pages read.</param>
/// <param name="Found">Scenes so far.</param>
/// <param name="Passed">Items passed over because they could not be understood.</param>
internal sealed record SearchProgress(int Pages, int Found, int Passed);
