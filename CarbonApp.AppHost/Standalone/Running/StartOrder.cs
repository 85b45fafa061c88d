using Aspire.Hosting.ApplicationModel;

namespace CarbonApp.AppHost.Standalone.Running;

/// <summary>Dependencies before those who wait for them; stopping goes the other way.</summary>
internal static class StartOrder
{
    /// <summary>Resources that run, each after everything it waits for; otherwise as described. Throws on a circle, naming it.</summary>
    public static IReadOnlyList<IResource> Of(IEnumerable<IResource> resources)
    {
        var order = new List<IResource>();
        var path = new List<IResource>();
        foreach (var resource in resources.Select(Runner).OfType<IResource>())
        {
            Visit(resource, order, path);
        }

        return order;
    }

    /// <summary>What has to be up for a resource to be there: a database's server, a process itself, nothing for a parameter.</summary>
    public static IResource? Runner(IResource resource) => resource switch
    {
        PostgresDatabaseResource database => database.Parent,
        RedisResource or PostgresServerResource or ProcessResource => resource,
        _ => null,
    };

    /// <summary>The running resources this one waits for.</summary>
    public static IEnumerable<IResource> Needs(IResource resource) =>
        resource is ProcessResource process ? process.WaitsFor.Select(Runner).OfType<IResource>().Distinct() : [];

    private static void Visit(IResource resource, List<IResource> order, List<IResource> path)
    {
        if (order.Contains(resource))
        {
            return;
        }

        if (path.Contains(resource))
        {
            var circle = path.SkipWhile(other => other != resource).Append(resource).Select(other => other.Name);
            throw new InvalidOperationException($"Resources wait for each other in a circle: {string.Join(" → ", circle)}. Remove one WaitFor.");
        }

        path.Add(resource);
        foreach (var need in Needs(resource))
        {
            Visit(need, order, path);
        }

        path.RemoveAt(path.Count - 1);
        order.Add(resource);
    }
}
