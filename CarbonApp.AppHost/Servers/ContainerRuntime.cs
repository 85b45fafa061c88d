namespace CarbonApp.AppHost.Servers;

/// <summary>Whether containers can run here: the client alone is not enough, its engine must answer.</summary>
internal static class ContainerRuntime
{
    public static bool Answers()
    {
        // The two names Aspire itself reads.
        var chosen = Environment.GetEnvironmentVariable("ASPIRE_CONTAINER_RUNTIME") ?? Environment.GetEnvironmentVariable("DOTNET_ASPIRE_CONTAINER_RUNTIME");
        var candidates = string.IsNullOrEmpty(chosen) ? ["docker", "podman"] : new[] { chosen };
        return candidates.Any(Answers);
    }

    private static bool Answers(string runtime) =>
        ExecutableSearch.OnPath(runtime) is { } path
        && ToolRun.Try(new(path, Path.GetTempPath(), ["info"]), TimeSpan.FromSeconds(10)).ExitCode == 0;
}
