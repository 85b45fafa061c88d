namespace Aspire.Hosting.ApplicationModel;

/// <summary>A Redis server.</summary>
internal sealed class RedisResource(string name, int? port, ParameterResource? password) : IResourceWithConnectionString
{
    public string Name => name;

    /// <summary>Null = any free port, kept between runs.</summary>
    public int? Port => port;

    public ParameterResource? Password => password;
}

/// <summary>A Postgres server with its databases.</summary>
internal sealed class PostgresServerResource(string name, int? port) : IResourceWithConnectionString
{
    public string Name => name;

    /// <summary>Null = any free port, kept between runs.</summary>
    public int? Port => port;

    public List<PostgresDatabaseResource> Databases { get; } = [];
}

/// <summary>A database of a server.</summary>
internal sealed class PostgresDatabaseResource(string name, string databaseName, PostgresServerResource parent) : IResourceWithConnectionString
{
    public string Name => name;

    public string DatabaseName => databaseName;

    public PostgresServerResource Parent => parent;
}

/// <summary>A server somebody else runs; its connection string is in the configuration.</summary>
internal sealed class ConnectionStringResource(string name) : IResourceWithConnectionString
{
    public string Name => name;
}

/// <summary>A value from the configuration, <c>Parameters:NAME</c>.</summary>
internal sealed class ParameterResource(string name, Func<string> read, bool secret) : IResource
{
    public string Name => name;

    public bool Secret => secret;

    public string Read() => read();
}
