using CarbonApp.AppHost.Standalone.Running;

namespace CarbonApp.AppHost.Tests.Standalone;

public class HostOptionsTests
{
    [Fact]
    public void Parse_ResetAndFolderAndSetting_ReadsAll()
    {
        var options = HostOptions.Parse(["--reset", "--data", "/somewhere", "--Ports:api=5100"]);
        Assert.True(options.Reset);
        Assert.Equal("/somewhere", options.Data);
        Assert.Equal(["--Ports:api=5100"], options.Settings);
        Assert.Null(options.ExitCode);
    }

    [Theory]
    [InlineData("--help", 0)]
    [InlineData("--rest", 2)]
    public void Parse_NothingToRun_SaysTheExitCode(string argument, int exitCode) =>
        Assert.Equal(exitCode, HostOptions.Parse([argument]).ExitCode);
}
