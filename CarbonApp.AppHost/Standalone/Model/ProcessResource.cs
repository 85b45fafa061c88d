namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that is a process of ours: what it needs, what it listens on, how one sees that it is well.</summary>
internal abstract class ProcessResource(string name) : IResourceWithEnvironment, IResourceWithWaitSupport, IResourceWithServiceDiscovery
{
    public string Name => name;

    public List<IResource> WaitsFor { get; } = [];

    public List<ConnectionReference> Connections { get; } = [];

    public List<ProcessResource> Services { get; } = [];

    /// <summary>Set by hand; read at start, because a parameter may come from the configuration.</summary>
    public List<KeyValuePair<string, Func<string>>> Environment { get; } = [];

    public List<HttpEndpoint> Endpoints { get; } = [];

    public HttpHealthCheck? HealthCheck { get; set; }

    public bool IsExternal { get; set; }

    public int Replicas { get; set; } = 1;
}

/// <summary>A project of this solution.</summary>
internal sealed class ProjectResource(string name, IProjectMetadata project) : ProcessResource(name)
{
    public IProjectMetadata Project => project;
}

/// <summary>Any program.</summary>
internal sealed class ExecutableResource(string name, string command, string workingDirectory, IReadOnlyList<string> arguments) : ProcessResource(name)
{
    public string Command => command;

    public string WorkingDirectory => workingDirectory;

    public IReadOnlyList<string> Arguments => arguments;
}

/// <summary>A connection string a process gets, under which name.</summary>
internal sealed record ConnectionReference(IResourceWithConnectionString Source, string ConnectionName, bool Optional);

/// <summary>Where a process listens. A null port means any free one; <paramref name="PortVariable"/> is set to the port.</summary>
internal sealed record HttpEndpoint(string Name, int? Port, string? PortVariable);

/// <summary>The GET that answers with this status when the process is well.</summary>
internal sealed record HttpHealthCheck(string Path, int StatusCode, string? EndpointName);
