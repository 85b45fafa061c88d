using Aspire.Hosting.ApplicationModel;
using CarbonApp.AppHost.Standalone.Running;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostOptions _options;

    public DistributedApplicationBuilder(HostOptions options)
    {
        _options = options;
        AppHostDirectory = Path.GetDirectoryName(ProjectPath())!;
        Configuration.SetBasePath(AppHostDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddJsonFile($"appsettings.{options.EnvironmentName}.json", optional: true);
        if (options.EnvironmentName == "Development")
        {
            Configuration.AddUserSecrets(typeof(DistributedApplicationBuilder).Assembly, optional: true);
        }

        Configuration.AddEnvironmentVariables().AddCommandLine([.. options.Settings]);
    }

    public ConfigurationManager Configuration { get; } = new();

    public DistributedApplicationExecutionContext ExecutionContext { get; } = new();

    public string AppHostDirectory { get; }

    public IList<IResource> Resources { get; } = [];

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        if (Resources.Any(other => string.Equals(other.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ArgumentException($"Two resources are named {resource.Name}: give one another name.", nameof(resource));
        }

        Resources.Add(resource);
        return new ResourceBuilder<T>(this, resource);
    }

    public DistributedApplication Build() => new(this, _options);

    private static string ProjectPath() =>
        typeof(DistributedApplicationBuilder).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false)
            .Cast<System.Reflection.AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "AppHostProjectPath").Value!;
}
