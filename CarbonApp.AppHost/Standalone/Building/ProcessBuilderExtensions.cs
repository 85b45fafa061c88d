using Aspire.Hosting.ApplicationModel;
using CarbonApp.AppHost.Standalone.Running;

namespace Aspire.Hosting;

/// <summary>Projects and programs and what they are told, with Aspire's signatures.</summary>
internal static class ProcessBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new()
    {
        var project = new TProject();
        var resource = new ProjectResource(name, project);
        var profile = LaunchProfile.Of(project.ProjectPath);
        if (profile.HttpPort is { } port)
        {
            resource.Endpoints.Add(new HttpEndpoint("http", port, PortVariable: null));
        }

        foreach (var (variable, value) in profile.Environment)
        {
            resource.Environment.Add(new(variable, () => value));
        }

        return builder.AddResource(resource);
    }

    public static IResourceBuilder<ExecutableResource> AddExecutable(
        this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory, params string[]? args) =>
        builder.AddResource(new ExecutableResource(name, command, Path.GetFullPath(workingDirectory, builder.AppHostDirectory), args ?? []));

    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        builder.Resource.Replicas = replicas;
        return builder;
    }

    public static IResourceBuilder<T> WithReference<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null, bool optional = false)
        where T : IResourceWithEnvironment
    {
        Of(builder).Connections.Add(new(source.Resource, connectionName ?? source.Resource.ConnectionName, optional));
        return builder;
    }

    public static IResourceBuilder<T> WithReference<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where T : IResourceWithEnvironment
    {
        Of(builder).Services.Add((ProcessResource)source.Resource);
        return builder;
    }

    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport
    {
        Of(builder).WaitsFor.Add(dependency.Resource);
        return builder;
    }

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment
    {
        Of(builder).Environment.Add(new(name, () => value ?? ""));
        return builder;
    }

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : IResourceWithEnvironment
    {
        Of(builder).Environment.Add(new(name, parameter.Resource.Read));
        return builder;
    }

    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints
    {
        Of(builder).IsExternal = true;
        return builder;
    }

    /// <summary>One process listens on a port by itself here, so there is no proxy and <paramref name="targetPort"/> is the same port.</summary>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool isProxied = true)
        where T : IResourceWithEndpoints
    {
        var endpoints = Of(builder).Endpoints;
        endpoints.RemoveAll(endpoint => endpoint.Name == (name ?? "http"));
        endpoints.Add(new HttpEndpoint(name ?? "http", port ?? targetPort, env));
        return builder;
    }

    public static IResourceBuilder<T> WithHttpHealthCheck<T>(this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        Of(builder).HealthCheck = new HttpHealthCheck(path ?? "/", statusCode ?? 200, endpointName);
        return builder;
    }

    // Every resource of this host with an environment or an endpoint is a process.
    private static ProcessResource Of<T>(IResourceBuilder<T> builder)
        where T : IResource => (ProcessResource)(IResource)builder.Resource;
}
