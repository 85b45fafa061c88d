using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace CarbonApp.AppHost.Standalone.Running;

/// <summary>The variables a process is started with: the names Aspire uses, so that services cannot tell the hosts apart.</summary>
internal static class InjectedEnvironment
{
    /// <summary>Port of an endpoint of a replica of a process.</summary>
    internal delegate int PortOf(ProcessResource resource, int replica, HttpEndpoint endpoint);

    /// <summary>Later entries win: launch profile, then what the host knows, then what AppHost.cs sets by hand.</summary>
    public static Dictionary<string, string> For(
        ProcessResource resource,
        int replica,
        PortOf portOf,
        Func<IResourceWithConnectionString, string?> connectionString,
        string environmentName)
    {
        var variables = new Dictionary<string, string>
        {
            ["OTEL_SERVICE_NAME"] = resource.Name,
            ["OTEL_RESOURCE_ATTRIBUTES"] = string.Create(CultureInfo.InvariantCulture, $"service.instance.id={resource.Name}-{replica + 1}"),
        };
        foreach (var reference in resource.Connections)
        {
            if (connectionString(reference.Source) is { } value)
            {
                variables[$"ConnectionStrings__{reference.ConnectionName}"] = value;
            }
            else if (!reference.Optional)
            {
                throw new InvalidOperationException($"{resource.Name} needs the connection string {reference.ConnectionName}, which nobody gives: set ConnectionStrings__{reference.Source.Name}.");
            }
        }

        foreach (var service in resource.Services)
        {
            AddService(variables, service, portOf);
        }

        var urls = resource.Endpoints.Where(endpoint => endpoint.PortVariable is null).Select(endpoint => Url(portOf(resource, replica, endpoint))).ToArray();
        if (urls.Length > 0)
        {
            variables["ASPNETCORE_URLS"] = string.Join(';', urls);
        }

        foreach (var endpoint in resource.Endpoints.Where(endpoint => endpoint.PortVariable is not null))
        {
            variables[endpoint.PortVariable!] = portOf(resource, replica, endpoint).ToString(CultureInfo.InvariantCulture);
        }

        foreach (var (name, value) in resource.Environment)
        {
            variables[name] = value();
        }

        variables["ASPNETCORE_ENVIRONMENT"] = environmentName;
        variables["DOTNET_ENVIRONMENT"] = environmentName;
        return variables;
    }

    public static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}");

    // One entry per replica: without Aspire's proxy the caller spreads the load.
    private static void AddService(Dictionary<string, string> variables, ProcessResource service, PortOf portOf)
    {
        foreach (var endpoint in service.Endpoints)
        {
            for (var replica = 0; replica < service.Replicas; replica++)
            {
                variables[string.Create(CultureInfo.InvariantCulture, $"services__{service.Name}__{endpoint.Name}__{replica}")] = Url(portOf(service, replica, endpoint));
            }
        }
    }
}
