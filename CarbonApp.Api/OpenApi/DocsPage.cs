using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.OpenApi;

/// <summary>The page to try the calls: three files of our own, so that it works with no other host in reach.</summary>
internal static class DocsPage
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder routes)
    {
        MapFile(routes, "/docs", "index.html", "text/html; charset=utf-8");
        MapFile(routes, "/docs/docs.css", "docs.css", "text/css; charset=utf-8");
        MapFile(routes, "/docs/docs.js", "docs.js", "text/javascript; charset=utf-8");
    }

    private static void MapFile(IEndpointRouteBuilder routes, string path, string name, string contentType)
    {
        var bytes = Read(name);
        routes.MapGet(path, (HttpResponse response) => Send(response, bytes, contentType)).ExcludeFromDescription().DisableRateLimiting().AllowAnonymous();
    }

    private static FileContentHttpResult Send(HttpResponse response, byte[] bytes, string contentType)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(bytes, contentType);
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(DocsPage).Assembly.GetManifestResourceStream($"docs/{name}")
            ?? throw new InvalidOperationException($"The assembly lacks docs/{name}: see the EmbeddedResource items of CarbonApp.Api.csproj.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
