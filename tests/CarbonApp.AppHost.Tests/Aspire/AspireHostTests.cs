using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace CarbonApp.AppHost.Tests.Aspire;

/// <summary>The same system under Aspire itself; compiled only where its packages restore.</summary>
public class AspireHostTests
{
    [Fact]
    public async Task CreateAsync_SystemMap_HasTheFourParts()
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.CarbonApp_AppHost>();
        var names = builder.Resources.Select(resource => resource.Name).ToArray();
        Assert.All(new[] { "cache", "carbondb", "api", "web" }, name => Assert.Contains(name, names));
    }
}
