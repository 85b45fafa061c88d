using System.Net;

namespace CarbonApp.AppHost.Tests.Standalone;

[Collection(RunningSystem.Name)]
public class RunningSystemTests(RunningSystem system)
{
    [Theory]
    [InlineData("api")]
    [InlineData("web")]
    public async Task Start_Services_AnswerTheirHealthCheck(string name)
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(system.Run.AddressOf(name), "/health/live"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public void Start_Api_ComesAfterItsServersAndBeforeWeb()
    {
        var up = system.Run.Output.Split('\n').Where(line => line.Contains(" is up at ", StringComparison.Ordinal)).Select(line => line.Split("| ")[1].Split(' ')[0]).ToArray();
        Assert.Equal(["api", "web"], up[^2..]);
        Assert.Equal(["cache", "postgres"], up[..2].Order());
    }

    [Fact]
    public void Start_Api_GetsTheVariablesAspireGives()
    {
        var variables = File.ReadAllText($"/proc/{system.Run.ProcessOf("api")}/environ").Split('\0');
        Assert.Contains($"ASPNETCORE_URLS={system.Run.AddressOf("api").OriginalString.TrimEnd('/')}", variables);
        Assert.Contains("OTEL_SERVICE_NAME=api", variables);
        Assert.Contains("ElectricityMaps__ApiKey=key-of-the-test", variables);
        Assert.Contains(variables, variable => variable.StartsWith("ConnectionStrings__cache=127.0.0.1:", StringComparison.Ordinal));
        Assert.Contains(variables, variable => variable.StartsWith("ConnectionStrings__carbondb=Host=127.0.0.1;", StringComparison.Ordinal) && variable.EndsWith("Database=carbondb", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_SecondHostOnTheSameFolder_IsRefusedNamingTheFirst()
    {
        await using var second = HostRun.Start(data: system.Run.Data);
        Assert.Equal(1, await second.ExitCodeAsync());
        Assert.Contains($"already runs on {system.Run.Data} (process {system.Run.Id})", second.Output, StringComparison.Ordinal);
    }
}
