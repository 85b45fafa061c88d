using System.Text.Json;
using Microsoft.Extensions.FileProviders;

namespace CarbonApp.Web.Delivery;

/// <summary>The files Vite built, by their names before hashing (manifest.json).</summary>
internal sealed class IslandFiles
{
    private readonly Dictionary<string, string> _hashedNames;

    public IslandFiles()
    {
        Folder = Path.Combine(AppContext.BaseDirectory, "islands");
        var manifest = Path.Combine(Folder, "manifest.json");
        if (!File.Exists(manifest))
        {
            throw new InvalidOperationException($"The web client is missing ({manifest}): install Node 20+ and build again, or run ./run.sh");
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(manifest));
        _hashedNames = json.RootElement.EnumerateObject().ToDictionary(e => e.Name, e => e.Value.GetProperty("file").GetString()!);
    }

    /// <summary>Where the files are.</summary>
    public string Folder { get; }

    /// <summary>Address of a source file's build, such as <c>src/page.ts</c>.</summary>
    public string Address(string source) => $"/islands/{_hashedNames[source]}";
}

internal static class IslandRoutes
{
    /// <summary>Serves the built files; their names change with their content, so they may be kept for a year.</summary>
    public static void MapIslands(this WebApplication app) => app.UseStaticFiles(new StaticFileOptions
    {
        RequestPath = "/islands",
        FileProvider = new PhysicalFileProvider(app.Services.GetRequiredService<IslandFiles>().Folder),
        OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "public, max-age=31536000, immutable",
    });
}
