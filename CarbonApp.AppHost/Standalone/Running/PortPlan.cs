using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using CarbonApp.AppHost.Servers;
using Microsoft.Extensions.Configuration;

namespace CarbonApp.AppHost.Standalone.Running;

/// <summary>Who listens where. A wished port that is taken gives way to the next free one, and says so.</summary>
internal sealed class PortPlan(IConfiguration configuration, DataFolder data, Action<string> say)
{
    private readonly Dictionary<(ProcessResource Resource, int Replica, string Endpoint), int> _processes = [];
    private readonly HashSet<int> _given = [];

    /// <summary>Port of a process's endpoint.</summary>
    public int Of(ProcessResource resource, int replica, HttpEndpoint endpoint) => _processes[(resource, replica, endpoint.Name)];

    /// <summary>Port of a server: wished by the configuration, else by AppHost.cs, else the one it had last time, else any.</summary>
    public int ForServer(string name, int? described)
    {
        if ((Wished(name) ?? described) is { } wished)
        {
            return Give(name, wished);
        }

        var port = LocalServers.Port(data, name);
        _given.Add(port);
        return port;
    }

    /// <summary>Plans every endpoint of every replica; the first replica gets the wished port.</summary>
    public void Plan(IEnumerable<ProcessResource> processes)
    {
        foreach (var resource in processes)
        {
            foreach (var endpoint in resource.Endpoints)
            {
                var wished = (endpoint == resource.Endpoints[0] ? Wished(resource.Name) : null) ?? endpoint.Port;
                for (var replica = 0; replica < resource.Replicas; replica++)
                {
                    _processes[(resource, replica, endpoint.Name)] = replica == 0 && wished is { } port ? Give(resource.Name, port) : GiveAny();
                }
            }
        }
    }

    private int? Wished(string name)
    {
        var text = configuration[$"Ports:{name}"];
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? port
            : throw new ServerUnavailableException($"Ports:{name} is \"{text}\": give a number from 1 to 65535, or leave it out.");
    }

    private int Give(string name, int wished)
    {
        var port = LoopbackPort.FreeFrom(wished, _given);
        _given.Add(port);
        if (port != wished)
        {
            say($"{name}: port {wished} is taken{PortOwner.Describe(wished)}, using {port}");
        }

        return port;
    }

    private int GiveAny()
    {
        int port;
        do
        {
            port = LoopbackPort.Any();
        }
        while (!_given.Add(port));
        return port;
    }
}
