using System.Text.Json;
using System.Text.Json.Nodes;

namespace CarbonApp.Api.Kelp.Catalog.Http;

/// <summary>How a page of a search is asked for.</summary>
/// <param name="Address">Where.</param>
/// <param name="Body">What is posted there; null to get it.</param>
internal sealed record PageRequest(Uri Address, string? Body)
{
    public HttpRequestMessage Message(Action<HttpRequestMessage>? prepare)
    {
        var message = Body is null ? new HttpRequestMessage(HttpMethod.Get, Address) : StacClient.Post(Address, Body);
        message.Headers.Accept.ParseAdd("application/geo+json, application/json");
        prepare?.Invoke(message);
        return message;
    }

    /// <summary>The page after this one by its <c>next</c> link; null after the last.</summary>
    /// <exception cref="CatalogException">The link makes no sense, or leads to another host: whoever answers must not send us anywhere.</exception>
    public static PageRequest? Next(string catalog, JsonElement page, PageRequest current, StacOptions stac)
    {
        if (!page.TryGetProperty("links", out var links) || links.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var link = links.EnumerateArray().FirstOrDefault(l => l.Text("rel") == "next");
        if (link.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        if (!Uri.TryCreate(stac.SearchAddress!, link.Text("href"), out var address) || address.Authority != stac.SearchAddress!.Authority || address.Scheme != stac.SearchAddress.Scheme)
        {
            throw new CatalogException(catalog, CatalogFault.NotAllowed, $"its next page is at {address?.GetLeftPart(UriPartial.Authority) ?? "no address"}, which is not {stac.SearchAddress!.GetLeftPart(UriPartial.Authority)}");
        }

        return string.Equals(link.Text("method"), "POST", StringComparison.OrdinalIgnoreCase)
            ? new PageRequest(address, BodyOf(link, current.Body))
            : new PageRequest(address, null);
    }

    /// <summary>The link's own body, over the one before where it says <c>merge</c>.</summary>
    private static string BodyOf(JsonElement link, string? before)
    {
        var merged = link.TryGetProperty("merge", out var merge) && merge.ValueKind == JsonValueKind.True && before is not null ? JsonNode.Parse(before)!.AsObject() : [];
        if (link.TryGetProperty("body", out var own) && own.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in own.EnumerateObject())
            {
                merged[member.Name] = JsonNode.Parse(member.Value.GetRawText());
            }
        }

        return merged.ToJsonString();
    }
}
