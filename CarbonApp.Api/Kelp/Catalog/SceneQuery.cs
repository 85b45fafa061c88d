using System.Text.Json;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Api.Kelp.Catalog;

/// <summary>What scenes are wanted.</summary>
internal sealed record SceneQuery
{
    /// <summary>Where: scenes that saw any of it.</summary>
    public required GeoBox Box { get; init; }

    /// <summary>The area itself, a GeoJSON Polygon or MultiPolygon inside <see cref="Box"/>, where its shape rules scenes out; null for the box.</summary>
    public JsonElement? Area { get; init; }

    /// <summary>Taken from then on, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Taken before then, UTC.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Most cloud over the whole tile, percent; null for any. Scenes that do not say pass.</summary>
    public double? MaxCloudPercent { get; init; }

    /// <summary>Most scenes, 1 to 10,000.</summary>
    public int Limit { get; init; } = 1_000;

    /// <summary>Whether a scene is of the period and clear enough.</summary>
    public bool Accepts(SceneItem scene) =>
        scene.AcquiredAt >= From && scene.AcquiredAt < To && !(scene.CloudPercent > MaxCloudPercent);
}

/// <summary>How far a search is.</summary>
/// <param name="Pages">Pages read.</param>
/// <param name="Found">Scenes so far.</param>
/// <param name="Passed">Items passed over because they could not be understood.</param>
internal sealed record SearchProgress(int Pages, int Found, int Passed);
