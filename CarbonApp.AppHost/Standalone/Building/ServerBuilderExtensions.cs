using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Redis, Postgres, parameters and connection strings, with Aspire's signatures.</summary>
internal static class ServerBuilderExtensions
{
    public static IResourceBuilder<RedisResource> AddRedis(
        this IDistributedApplicationBuilder builder, string name, int? port = null, IResourceBuilder<ParameterResource>? password = null) =>
        builder.AddResource(new RedisResource(name, port, password?.Resource));

    /// <summary>Accepted and ignored: what our Redis holds may be lost.</summary>
    public static IResourceBuilder<RedisResource> WithDataVolume(this IResourceBuilder<RedisResource> builder, string? name = null, bool isReadOnly = false) => builder;

    /// <summary>Accepted and ignored: what our Redis holds may be lost.</summary>
    public static IResourceBuilder<RedisResource> WithPersistence(this IResourceBuilder<RedisResource> builder, TimeSpan? interval = null, long keysChangedThreshold = 1) => builder;

    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null)
    {
        // The cluster belongs to the data folder, with a password made there; another user or password would have to be changed in it.
        if (userName is not null || password is not null)
        {
            throw new NotSupportedException($"The standalone host makes user and password of {name} itself: leave them out, or name a server of yours in ConnectionStrings__NAME.");
        }

        return builder.AddResource(new PostgresServerResource(name, port));
    }

    /// <summary>Always so: the data folder is kept between runs.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(this IResourceBuilder<PostgresServerResource> builder, string? name = null, bool isReadOnly = false) => builder;

    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null)
    {
        var database = new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource);
        builder.Resource.Databases.Add(database);
        return builder.ApplicationBuilder.AddResource(database);
    }

    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(this IDistributedApplicationBuilder builder, string name, string? environmentVariableName = null) =>
        environmentVariableName is null
            ? builder.AddResource(new ConnectionStringResource(name))
            : throw new NotSupportedException($"The standalone host hands out {name} as ConnectionStrings__{name} only.");

    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        // A dash cannot stand in a variable's name, so Parameters__my_key is read for my-key too.
        builder.AddResource(new ParameterResource(
            name,
            () => builder.Configuration[$"Parameters:{name}"]
                ?? builder.Configuration[$"Parameters:{name.Replace('-', '_')}"]
                ?? throw new InvalidOperationException($"The parameter {name} has no value: set Parameters__{name.Replace('-', '_')}."),
            secret));

    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, () => value, secret));
}
