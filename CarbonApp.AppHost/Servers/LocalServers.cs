using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace CarbonApp.AppHost.Servers;

/// <summary>Redis and Postgres as processes of this machine, for an Aspire host that finds no container runtime.</summary>
internal static class LocalServers
{
    /// <summary>
    /// Starts what no connection string names, as executables under the host, and names it in the configuration.
    /// Does nothing where containers can run, where a manifest is published, and under the standalone host, whose AddRedis and
    /// AddPostgres start processes anyway.
    /// </summary>
    public static void StandInForContainers(IDistributedApplicationBuilder builder, string redis, string database)
    {
        // Without Aspire its types are compiled into this assembly.
        var standalone = typeof(DistributedApplication).Assembly == typeof(LocalServers).Assembly;
        if (standalone || builder.ExecutionContext.IsPublishMode || ContainerRuntime.Answers())
        {
            return;
        }

        var needsRedis = builder.Configuration.GetConnectionString(redis) is null;
        var needsPostgres = builder.Configuration.GetConnectionString(database) is null;
        var data = DataFolder.For(builder.Configuration["data"] ?? builder.Configuration["CARBONAPP_DATA"], Path.GetDirectoryName(builder.AppHostDirectory)!);
        data.Open();
        var redisProgram = ExecutableSearch.Redis();
        var postgresFolder = PostgresServer.FindBinFolder(data);
        if ((needsRedis && redisProgram is null) || (needsPostgres && postgresFolder is null))
        {
            throw new ServerUnavailableException(
                "No container runtime answers (start Docker or Podman). " + InstallAdvice.For(needsRedis && redisProgram is null, needsPostgres && postgresFolder is null));
        }

        if (needsRedis)
        {
            var server = new RedisServer(redisProgram!, data, Port(data, "redis"));
            Add(builder, $"{redis}-server", server.Prepare());
            builder.Configuration[$"ConnectionStrings:{redis}"] = server.ConnectionString;
        }

        if (needsPostgres)
        {
            var server = new PostgresServer(postgresFolder!, data, Port(data, "postgres"));
            Add(builder, "postgres", server.Prepare([database]));
            builder.Configuration[$"ConnectionStrings:{database}"] = server.ConnectionString(database);
        }
    }

    /// <summary>The server named in the configuration, or null. Publishing always describes servers of its own.</summary>
    public static IResourceBuilder<IResourceWithConnectionString>? FindConnectionString(this IDistributedApplicationBuilder builder, string name) =>
        builder.ExecutionContext.IsPublishMode || string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString(name))
            ? null
            : builder.AddConnectionString(name);

    /// <summary>The port a server had last time when it is still free, else a free one, remembered.</summary>
    public static int Port(DataFolder data, string name)
    {
        if (data.RememberedPort(name) is { } remembered && LoopbackPort.IsFree(remembered))
        {
            return remembered;
        }

        var port = LoopbackPort.Any();
        data.RememberPort(name, port);
        return port;
    }

    private static void Add(IDistributedApplicationBuilder builder, string name, ServerCommand command) =>
        builder.AddExecutable(name, command.FileName, command.WorkingDirectory, [.. command.Arguments]);
}
