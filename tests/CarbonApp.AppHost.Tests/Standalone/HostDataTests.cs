namespace CarbonApp.AppHost.Tests.Standalone;

public class HostDataTests
{
    public HostDataTests() => RunningSystem.SkipWithoutServers();

    [Fact]
    public async Task Start_Reset_EmptiesTheDataFolderWhichIsKeptOtherwise()
    {
        var data = HostRun.NewFolder();
        var password = Path.Combine(data, "secrets", "postgres-password");
        try
        {
            await (await HostRun.StartUpAsync(data: data)).DisposeAsync();
            var first = await File.ReadAllTextAsync(password);
            await (await HostRun.StartUpAsync(data: data)).DisposeAsync();
            Assert.Equal(first, await File.ReadAllTextAsync(password));

            await (await HostRun.StartUpAsync(null, data, "--reset")).DisposeAsync();
            Assert.NotEqual(first, await File.ReadAllTextAsync(password));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task Start_FolderOfSomebodyElse_IsRefusedAndLeftAlone()
    {
        var data = HostRun.NewFolder();
        var thesis = Path.Combine(data, "thesis.txt");
        await File.WriteAllTextAsync(thesis, "years of work");
        await using var run = HostRun.Start(null, data, "--reset");

        Assert.Equal(1, await run.ExitCodeAsync());
        Assert.Contains("not a CarbonApp data folder", run.Output, StringComparison.Ordinal);
        Assert.Equal("years of work", await File.ReadAllTextAsync(thesis));
        Directory.Delete(data, recursive: true);
    }
}
