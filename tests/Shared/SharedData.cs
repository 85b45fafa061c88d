namespace CarbonApp.Tests.Shared;

/// <summary>Real measurements kept beside the repository, in ../shared/data; tests that need them skip when they are absent.</summary>
internal static class SharedData
{
    /// <summary>Path of a file of the data folder; skips the calling test when the folder is absent.</summary>
    public static string File(string relativePath)
    {
        var path = Path.Combine(RepositoryRoot, "..", "shared", "data", relativePath);
        Assert.SkipUnless(System.IO.File.Exists(path), $"needs ../shared/data/{relativePath}, which is not beside this clone");
        return Path.GetFullPath(path);
    }

    /// <summary>Folder of CarbonApp.sln.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "CarbonApp.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No CarbonApp.sln above {AppContext.BaseDirectory}: run the tests from a clone.");
    }
}
