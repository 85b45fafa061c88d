using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using CarbonApp.AppHost.Standalone.Running;

namespace CarbonApp.AppHost.Tests.Standalone;

public class DescribedSystemTests
{
    private readonly IDistributedApplicationBuilder _builder = DistributedApplication.CreateBuilder([]);

    [Fact]
    public void StartOrder_DescribedBackwards_PutsDependenciesFirst()
    {
        var api = _builder.AddExecutable("api", "true", ".");
        var web = _builder.AddExecutable("web", "true", ".").WaitFor(api);
        var database = _builder.AddPostgres("postgres").AddDatabase("carbondb");
        api.WaitFor(database);
        Assert.Equal(["postgres", "api", "web"], StartOrder.Of([web.Resource, api.Resource, database.Resource]).Select(resource => resource.Name));
    }

    [Fact]
    public void StartOrder_Circle_ThrowsNamingIt()
    {
        var api = _builder.AddExecutable("api", "true", ".");
        var web = _builder.AddExecutable("web", "true", ".").WaitFor(api);
        api.WaitFor(web);
        var fault = Assert.Throws<InvalidOperationException>(() => StartOrder.Of(_builder.Resources));
        Assert.Contains("api → web → api", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Environment_ReferencesAndReplicas_HaveAspiresNames()
    {
        var cache = _builder.AddRedis("cache");
        var api = _builder.AddProject<Projects.CarbonApp_Api>("api").WithReplicas(2);
        var web = _builder.AddProject<Projects.CarbonApp_Web>("web").WithReference(api).WithReference(cache).WithEnvironment("Answer", "42");

        var variables = InjectedEnvironment.For(
            web.Resource, replica: 0, (resource, replica, _) => (resource.Name == "api" ? 5000 : 8000) + replica, _ => "127.0.0.1:6379", "Staging");

        Assert.Equal("http://localhost:5000", variables["services__api__http__0"]);
        Assert.Equal("http://localhost:5001", variables["services__api__http__1"]);
        Assert.Equal("127.0.0.1:6379", variables["ConnectionStrings__cache"]);
        Assert.Equal("http://localhost:8000", variables["ASPNETCORE_URLS"]);
        Assert.Equal("web", variables["OTEL_SERVICE_NAME"]);
        Assert.Equal("service.instance.id=web-1", variables["OTEL_RESOURCE_ATTRIBUTES"]);
        Assert.Equal("Staging", variables["ASPNETCORE_ENVIRONMENT"]);
        Assert.Equal("42", variables["Answer"]);
    }

    [Fact]
    public void Environment_ConnectionStringMissing_ThrowsNamingTheVariable()
    {
        var api = _builder.AddExecutable("api", "true", ".").WithReference(_builder.AddConnectionString("ledger"));
        var fault = Assert.Throws<InvalidOperationException>(() => InjectedEnvironment.For(api.Resource, 0, (_, _, _) => 1, _ => null, "Development"));
        Assert.Contains("ConnectionStrings__ledger", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddProject_LaunchSettings_GiveTheDefaultPorts()
    {
        Assert.Equal(5000, Assert.Single(_builder.AddProject<Projects.CarbonApp_Api>("api").Resource.Endpoints).Port);
        Assert.Equal(8000, Assert.Single(_builder.AddProject<Projects.CarbonApp_Web>("web").Resource.Endpoints).Port);
    }

    [Fact]
    public void AddResource_NameTwice_Throws()
    {
        _builder.AddRedis("cache");
        Assert.Throws<ArgumentException>(() => _builder.AddRedis("Cache"));
    }

    [Fact]
    public void RestartDelay_CrashAfterCrash_DoublesUpToThirtySecondsAndForgives()
    {
        var delay = new RestartDelay();
        double[] seconds = [.. Enumerable.Range(0, 8).Select(_ => delay.Next(TimeSpan.FromSeconds(1)).TotalSeconds)];
        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30], seconds);
        Assert.Equal(0.5, delay.Next(RestartDelay.Forgiveness).TotalSeconds);
    }
}
