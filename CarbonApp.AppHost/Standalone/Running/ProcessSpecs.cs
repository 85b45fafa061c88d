using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using CarbonApp.AppHost.Servers;
using Microsoft.Extensions.Configuration;

namespace CarbonApp.AppHost.Standalone.Running;

/// <summary>Turns the described resources into processes to start.</summary>
internal sealed class ProcessSpecs(IConfiguration configuration, DataFolder data, PortPlan ports, string environmentName)
{
    private readonly Dictionary<IResource, RedisServer> _redis = [];
    private readonly Dictionary<IResource, PostgresServer> _postgres = [];

    /// <summary>Looks for the servers' programs and chooses ports; throws with the way to install what is missing.</summary>
    public void Find(IReadOnlyList<IResource> order)
    {
        var redisProgram = ExecutableSearch.Redis();
        var postgresFolder = PostgresServer.FindBinFolder(data);
        var lacksRedis = redisProgram is null && order.OfType<RedisResource>().Any();
        var lacksPostgres = postgresFolder is null && order.OfType<PostgresServerResource>().Any();
        if (lacksRedis || lacksPostgres)
        {
            throw new ServerUnavailableException(InstallAdvice.For(lacksRedis, lacksPostgres));
        }

        foreach (var resource in order)
        {
            switch (resource)
            {
                case RedisResource redis:
                    _redis[redis] = new RedisServer(redisProgram!, data, ports.ForServer(redis.Name, redis.Port), redis.Password?.Read());
                    break;
                case PostgresServerResource postgres:
                    _postgres[postgres] = new PostgresServer(postgresFolder!, data, ports.ForServer(postgres.Name, postgres.Port));
                    break;
                default:
                    break;
            }
        }

        ports.Plan(order.OfType<ProcessResource>());
    }

    /// <summary>One process per server and per replica.</summary>
    public IEnumerable<ProcessSpec> Of(IResource resource) => resource switch
    {
        RedisResource redis => [Of(redis)],
        PostgresServerResource postgres => [Of(postgres)],
        ProcessResource process => Enumerable.Range(0, process.Replicas).Select(replica => Of(process, replica)),
        _ => [],
    };

    private ProcessSpec Of(RedisResource resource)
    {
        var server = _redis[resource];
        return new()
        {
            Name = resource.Name,
            Address = Loopback(server.Port),
            Prepare = server.Prepare,
            Health = HealthProbes.Redis(server.Port, server.Password),
        };
    }

    private ProcessSpec Of(PostgresServerResource resource)
    {
        var server = _postgres[resource];
        var databases = resource.Databases.Select(database => database.DatabaseName).ToArray();
        return new()
        {
            Name = resource.Name,
            Address = Loopback(server.Port),
            Prepare = () => server.Prepare(databases),
            Health = HealthProbes.Postgres([.. databases.DefaultIfEmpty("postgres").Select(server.ConnectionString)]),
            StopSignal = PosixSignals.Interrupt,
            StopPatience = TimeSpan.FromSeconds(30),
            StopCommand = OperatingSystem.IsWindows() ? server.StopCommand : null,
        };
    }

    private ProcessSpec Of(ProcessResource resource, int replica)
    {
        var endpoint = resource.Endpoints.Count > 0 ? resource.Endpoints[0] : null;
        var address = endpoint is null ? "" : InjectedEnvironment.Url(ports.Of(resource, replica, endpoint));
        return new()
        {
            Name = replica == 0 ? resource.Name : string.Create(CultureInfo.InvariantCulture, $"{resource.Name}-{replica + 1}"),
            Address = address,
            Prepare = () => Command(resource),
            Environment = () => InjectedEnvironment.For(resource, replica, ports.Of, ConnectionString, environmentName),
            Health = Health(resource, replica),
            MayFinish = resource is ExecutableResource,
        };
    }

    private HealthProbe Health(ProcessResource resource, int replica)
    {
        if (resource.Endpoints.Count == 0)
        {
            return HealthProbes.Running;
        }

        if (resource.HealthCheck is not { } check)
        {
            return HealthProbes.Listening(ports.Of(resource, replica, resource.Endpoints[0]));
        }

        var endpoint = check.EndpointName is null ? resource.Endpoints[0] : resource.Endpoints.Single(candidate => candidate.Name == check.EndpointName);
        return HealthProbes.HttpGet(new Uri(new Uri(InjectedEnvironment.Url(ports.Of(resource, replica, endpoint))), check.Path), check.StatusCode);
    }

    private string? ConnectionString(IResourceWithConnectionString source) => source switch
    {
        RedisResource redis => _redis[redis].ConnectionString,
        PostgresServerResource postgres => _postgres[postgres].ConnectionString("postgres"),
        PostgresDatabaseResource database => _postgres[database.Parent].ConnectionString(database.DatabaseName),
        _ => configuration.GetConnectionString(source.Name),
    };

    private static ServerCommand Command(ProcessResource resource) => resource switch
    {
        ProjectResource { Project: var project } => File.Exists(project.AssemblyPath)
            ? new(DotNetHost.Path, Path.GetDirectoryName(project.ProjectPath)!, [project.AssemblyPath])
            : throw new ServerUnavailableException($"{project.AssemblyPath} is not there: build it with `dotnet build CarbonApp.AppHost`."),
        ExecutableResource executable => new(
            ExecutableSearch.OnPath(executable.Command) ?? executable.Command, executable.WorkingDirectory, executable.Arguments),
        _ => throw new NotSupportedException($"{resource.Name} is neither a project nor a program."),
    };

    private static string Loopback(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
}
