using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Scenes;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.Catalog.Http;

/// <summary>A search of a STAC API (STAC API 1.0.0, item search): posted once per side of the antimeridian, and followed by its <c>next</c> links.</summary>
internal sealed class StacSearch(StacClient client, IOptions<CatalogOptions> options)
{
    /// <summary>Of a shape with more corners the box is asked for: catalogues refuse long bodies, and a scene too many does no harm.</summary>
    private const int MostCorners = 500;

    /// <summary>The scenes that fit, as their pages arrive.</summary>
    /// <exception cref="CatalogException">No answer, or none of a search.</exception>
    public async IAsyncEnumerable<SceneItem> RunAsync(
        string catalog, StacOptions stac, SceneQuery query, Action<HttpRequestMessage>? prepare, IProgress<SearchProgress>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (seen, count) = (new HashSet<string>(StringComparer.Ordinal), new Count());
        foreach (var body in Bodies(stac, query, options.Value.PageSize))
        {
            await foreach (var scene in PagesAsync(catalog, new PageRequest(stac.SearchAddress!, body), stac, query, prepare, progress, count, cancellationToken))
            {
                if (seen.Add(scene.Id))
                {
                    count.Found++;
                    yield return scene;
                }

                if (count.Found >= query.Limit)
                {
                    yield break;
                }
            }
        }
    }

    private async IAsyncEnumerable<SceneItem> PagesAsync(
        string catalog, PageRequest first, StacOptions stac, SceneQuery query, Action<HttpRequestMessage>? prepare, IProgress<SearchProgress>? progress, Count count,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var asked = new HashSet<PageRequest>();
        for (var next = first; next is not null;)
        {
            if (!asked.Add(next))
            {
                throw new CatalogException(catalog, CatalogFault.BadPayload, $"its search leads from page {count.Pages} back to a page it had before");
            }

            if (++count.Pages > options.Value.MaxPages)
            {
                throw new CatalogException(catalog, CatalogFault.BadPayload, $"its search has more than {options.Value.MaxPages} pages: ask for a smaller area or a shorter period");
            }

            var page = next;
            using var document = await client.JsonAsync(catalog, () => page.Message(prepare), cancellationToken);
            var (scenes, passed) = Read(catalog, document.RootElement);
            count.Passed += passed;
            progress?.Report(new SearchProgress(count.Pages, count.Found + scenes.Count, count.Passed));
            foreach (var scene in scenes.Where(query.Accepts))
            {
                yield return scene;
            }

            // A page without an item ends the search, whatever it says: there would be no end to it otherwise.
            next = scenes.Count + passed > 0 ? PageRequest.Next(catalog, document.RootElement, page, stac) : null;
        }
    }

    private static (List<SceneItem> Scenes, int Passed) Read(string catalog, JsonElement page)
    {
        if (page.ValueKind != JsonValueKind.Object || !page.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
        {
            throw new CatalogException(catalog, CatalogFault.BadPayload, "its search answered JSON that is no list of items");
        }

        var (scenes, passed) = (new List<SceneItem>(), 0);
        foreach (var feature in features.EnumerateArray())
        {
            try
            {
                scenes.Add(StacItemReader.Read(feature));
            }
            catch (SceneException)
            {
                passed++;
            }
        }

        return (scenes, passed);
    }

    /// <summary>One body per side of the antimeridian; a shape, which may lie on both, is sent whole.</summary>
    private static IEnumerable<string> Bodies(StacOptions stac, SceneQuery query, int pageSize)
    {
        var places = query.Area is { } area && area.Polygons.Sum(p => p.Rings.Sum(r => r.Count)) <= MostCorners
            ? [("intersects", GeoJson(area))]
            : query.Box.Split().Select(b => ("bbox", (JsonNode)new JsonArray(b.West, b.South, b.East, b.North))).ToArray();
        foreach (var (name, place) in places)
        {
            var body = new JsonObject
            {
                ["collections"] = new JsonArray(stac.Collection),
                [name] = place,
                // STAC's intervals are closed; the scene at the end itself is dropped when it comes.
                ["datetime"] = $"{Time(query.From)}/{Time(query.To)}",
                ["limit"] = Math.Min(pageSize, query.Limit),
            };
            if (query.MaxCloudPercent is { } cloud)
            {
                body["query"] = new JsonObject { ["eo:cloud_cover"] = new JsonObject { ["lte"] = cloud } };
            }

            yield return body.ToJsonString();
        }
    }

    private static JsonNode GeoJson(AreaOfInterest area) => new JsonObject
    {
        ["type"] = "MultiPolygon",
        ["coordinates"] = new JsonArray([.. area.Polygons.Select(p => (JsonNode)new JsonArray([.. p.Rings.Select(r =>
            (JsonNode)new JsonArray([.. r.Select(c => (JsonNode)new JsonArray(c.LongitudeDegrees, c.LatitudeDegrees))]))]))]),
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private sealed class Count
    {
        public int Pages { get; set; }

        public int Found { get; set; }

        public int Passed { get; set; }
    }
}
