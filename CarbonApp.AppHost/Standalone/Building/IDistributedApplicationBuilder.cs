using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Collects the resources AppHost.cs describes.</summary>
internal interface IDistributedApplicationBuilder
{
    ConfigurationManager Configuration { get; }

    DistributedApplicationExecutionContext ExecutionContext { get; }

    string AppHostDirectory { get; }

    IList<IResource> Resources { get; }

    IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource;

    DistributedApplication Build();
}

/// <summary>The standalone host runs; it publishes nothing.</summary>
internal sealed class DistributedApplicationExecutionContext
{
    public bool IsPublishMode { get; } // Always false here; Aspire's publishers need Aspire.
}
