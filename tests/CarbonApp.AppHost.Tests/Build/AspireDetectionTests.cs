using CarbonApp.AppHost.Tests.Acceptance;
using CarbonApp.Tests.Shared;

namespace CarbonApp.AppHost.Tests.Build;

/// <summary>Whether a build takes the Aspire path, on copies of the repository with feeds that have its packages and that have not.</summary>
public class AspireDetectionTests
{
    [Fact]
    public async Task Detect_FeedsWithAndWithoutAspire_AreToldApart()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "is a bash script");
        Assert.SkipUnless(Path.Exists(Path.Combine(SharedData.RepositoryRoot, ".git")), "needs a clone, not a copy without its history");

        var ended = (await ProgramRun.RunAsync(
            "bash", [Path.Combine(SharedData.RepositoryRoot, "eng", "test-aspire-detection.sh")], new() { ["MSBUILDDISABLENODEREUSE"] = "1" })).Succeeded();

        Assert.EndsWith("7 passed, 0 failed", ended.Output.TrimEnd(), StringComparison.Ordinal);
    }
}
