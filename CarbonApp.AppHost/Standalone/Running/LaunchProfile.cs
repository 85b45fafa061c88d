using System.Text.Json;

namespace CarbonApp.AppHost.Standalone.Running;

/// <summary>What the first "Project" profile of a project's launchSettings.json asks for; Aspire reads the same.</summary>
internal sealed record LaunchProfile(int? HttpPort, IReadOnlyDictionary<string, string> Environment)
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static LaunchProfile Of(string projectPath)
    {
        var file = Path.Combine(Path.GetDirectoryName(projectPath)!, "Properties", "launchSettings.json");
        if (!File.Exists(file))
        {
            return new(null, new Dictionary<string, string>());
        }

        using var document = JsonDocument.Parse(File.ReadAllText(file), Lenient);
        var profile = document.RootElement.GetProperty("profiles").EnumerateObject()
            .Select(entry => entry.Value)
            .First(entry => entry.GetProperty("commandName").GetString() == "Project");
        var urls = profile.TryGetProperty("applicationUrl", out var applicationUrl) ? applicationUrl.GetString() ?? "" : "";
        var http = urls.Split(';').FirstOrDefault(url => url.StartsWith("http://", StringComparison.Ordinal));
        var variables = profile.TryGetProperty("environmentVariables", out var environment)
            ? environment.EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value.GetString() ?? "")
            : [];
        return new(http is null ? null : new Uri(http).Port, variables);
    }
}
