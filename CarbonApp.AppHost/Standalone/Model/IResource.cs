namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something the system consists of.</summary>
internal interface IResource
{
    string Name { get; }
}

/// <summary>Takes environment variables.</summary>
internal interface IResourceWithEnvironment : IResource;

/// <summary>Can start after others.</summary>
internal interface IResourceWithWaitSupport : IResource;

/// <summary>Listens on ports.</summary>
internal interface IResourceWithEndpoints : IResource;

/// <summary>Can be found by name over HTTP.</summary>
internal interface IResourceWithServiceDiscovery : IResourceWithEndpoints;

/// <summary>Is reached by a connection string, under its name or <see cref="ConnectionName"/>.</summary>
internal interface IResourceWithConnectionString : IResource
{
    string ConnectionName => Name;
}
