using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Api.Kelp.Catalog;

/// <summary>Where scenes come from: it finds them and opens their files.</summary>
internal interface ISceneCatalog
{
    /// <summary>One of <see cref="CatalogNames"/>.</summary>
    string Name { get; }

    /// <summary>Whom to name beside results, after the notice on Copernicus data.</summary>
    string Host { get; }

    /// <summary>Whether it is set up.</summary>
    bool IsConfigured { get; }

    /// <summary>The scenes that fit, as they arrive, at most <see cref="SceneQuery.Limit"/>; in no promised order, processings among them that
    /// <see cref="SceneItem.NewestProcessing"/> drops.</summary>
    /// <exception cref="CatalogException">It could not be asked.</exception>
    IAsyncEnumerable<SceneItem> SearchAsync(SceneQuery query, IProgress<SearchProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Opens the files of some bands of a scene found here, with its offsets settled by the product's metadata where they need it and
    /// reflectance is asked for.</summary>
    /// <exception cref="CatalogException">A file could not be had.</exception>
    /// <exception cref="SceneException">The scene cannot be used.</exception>
    ValueTask<OpenScene> OpenAsync(SceneItem scene, IReadOnlyCollection<SentinelBand> bands, CancellationToken cancellationToken);
}

/// <summary>Names of the catalogues, as in settings and answers.</summary>
internal static class CatalogNames
{
    public const string PlanetaryComputer = "planetary-computer";
    public const string EarthSearch = "earth-search";
    public const string Local = "local";

    /// <summary>In order of trust when nothing else is set: the first keeps the product's numbers as they are.</summary>
    public static IReadOnlyList<string> All { get; } = [PlanetaryComputer, EarthSearch, Local];
}
