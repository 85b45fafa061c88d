using CarbonApp.Engine.Kelp.Scenes;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.Catalog;

/// <summary>What was found, and where.</summary>
/// <param name="Catalog">The catalogue that answered.</param>
/// <param name="Scenes">The scenes, the newest processing of each pass, oldest first.</param>
/// <param name="Complete">False where the limit cut the list.</param>
/// <param name="Notes">For people: catalogues that failed before, and where nothing was found, why that may be.</param>
internal sealed record FoundScenes(ISceneCatalog Catalog, IReadOnlyList<SceneItem> Scenes, bool Complete, IReadOnlyList<string> Notes);

/// <summary>Asks the catalogues in their order until one answers.</summary>
internal sealed class SceneFinder(IEnumerable<ISceneCatalog> catalogs, IOptions<CatalogOptions> options, IOptions<KelpOptions> kelp)
{
    /// <summary>True where only files at hand are used and every output is marked as a demonstration.</summary>
    public bool IsDemo => kelp.Value.Demo;

    /// <summary>The catalogues that are set up, in order; in demo mode the local one alone.</summary>
    public IReadOnlyList<ISceneCatalog> Catalogs =>
        [.. (IsDemo ? [CatalogNames.Local] : options.Value.Names).Select(name => catalogs.First(c => c.Name == name)).Where(c => c.IsConfigured)];

    /// <summary>The catalogue of a name; null where it is not set up.</summary>
    public ISceneCatalog? Find(string name) => Catalogs.FirstOrDefault(c => c.Name == name);

    /// <summary>The scenes that fit.</summary>
    /// <param name="query">Which.</param>
    /// <param name="catalog">Name of the only catalogue to ask; null for all in order, the next where one fails or has nothing.</param>
    /// <param name="progress">Told of every page.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CatalogException">None answered: what each said, or that none is set up.</exception>
    public async Task<FoundScenes> FindAsync(SceneQuery query, string? catalog, IProgress<SearchProgress>? progress, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        FoundScenes? empty = null;
        var failures = new List<CatalogException>();
        foreach (var candidate in Catalogs.Where(c => catalog is null || c.Name == catalog))
        {
            try
            {
                var found = await FindAsync(candidate, query, progress, cancellationToken);
                if (found.Scenes.Count > 0)
                {
                    return found with { Notes = notes };
                }

                notes.Add(await WhyNothingAsync(candidate, query, cancellationToken));
                empty ??= found;
            }
            catch (CatalogException e)
            {
                notes.Add($"{e.Message}. {e.Remedy}");
                failures.Add(e);
            }
        }

        return empty is not null ? empty with { Notes = notes } : throw (failures.Count > 0 ? Joined(failures) : NoneSetUp(catalog));
    }

    private static async Task<FoundScenes> FindAsync(ISceneCatalog catalog, SceneQuery query, IProgress<SearchProgress>? progress, CancellationToken cancellationToken)
    {
        var scenes = new List<SceneItem>();
        await foreach (var scene in catalog.SearchAsync(query, progress, cancellationToken))
        {
            scenes.Add(scene);
        }

        return new FoundScenes(catalog, SceneItem.NewestProcessing(scenes), scenes.Count < query.Limit, []);
    }

    /// <summary>Looks once more for a single scene, whatever its cloud.</summary>
    private static async Task<string> WhyNothingAsync(ISceneCatalog catalog, SceneQuery query, CancellationToken cancellationToken)
    {
        if (query.MaxCloudPercent is { } limit)
        {
            await foreach (var scene in catalog.SearchAsync(query with { MaxCloudPercent = null, Limit = 1 }, null, cancellationToken))
            {
                return string.Create(System.Globalization.CultureInfo.InvariantCulture,
                    $"{catalog.Name}: there are scenes, but none with at most {limit:0.#} % cloud over its tile ({scene.Id} has {scene.CloudPercent:0.#} %): allow more cloud; it is judged over the area later.");
            }
        }

        return $"{catalog.Name}: no scene saw {query.Box} from {query.From:yyyy-MM-dd} to {query.To:yyyy-MM-dd}: widen the period (Sentinel-2 passes every 2 to 5 days since July 2015), and check that latitude and longitude are not swapped.";
    }

    /// <summary>Worth trying again where one of them is.</summary>
    private static CatalogException Joined(List<CatalogException> failures) => failures.Count == 1
        ? failures[0]
        : new CatalogException("no catalogue answered", (failures.Find(f => f.IsTransient) ?? failures[0]).Fault, string.Join("; ", failures.Select(f => f.Message)));

    private CatalogException NoneSetUp(string? catalog) => new(
        catalog ?? "catalogues", CatalogFault.NotSetUp,
        IsDemo ? "demo mode takes scenes from the local folder only; set Kelp:Catalogs:Local:Folder"
            : catalog is null ? "none is set up; see Kelp:Catalogs" : $"it is not set up; set up are {string.Join(", ", Catalogs.Select(c => c.Name))}");
}
