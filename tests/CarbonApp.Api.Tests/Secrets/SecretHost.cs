using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CarbonApp.Api.Grid.Schedules;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Tests.Shared.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;

namespace CarbonApp.Api.Tests.Secrets;

/// <summary>One host for all tests of the running Api: starting it is what costs.</summary>
[CollectionDefinition(nameof(SecretHost))]
public sealed class OneSecretHost : ICollectionFixture<SecretHost>;

/// <summary>
/// The whole Api with every secret it can have, from a folder and a stand-in for Vault, over a Postgres and a Redis that ask for passwords.
/// It keeps all that is logged and traced, and every secret there ever was.
/// </summary>
public sealed class SecretHost(PostgresServer server) : IAsyncLifetime
{
    private const string Role = "rotating";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("carbonapp-secrets-").FullName;
    private readonly RedisServer _redis = new();
    private readonly ConcurrentDictionary<string, string> _inVault = new();
    private string _database = "";
    private string _redisPassword = "";
    private int _made;

    internal SecretStore Vault { get; } = new();

    /// <summary>Plays Electricity Maps, Planetary Computer and a receiver of webhooks.</summary>
    internal SecretStore Upstream { get; } = new();

    internal ApiOnPostgres Api { get; private set; } = null!;

    internal Everything Seen { get; } = new();

    /// <summary>Every secret that was ever set.</summary>
    internal ConcurrentBag<string> Secrets { get; } = [];

    public async ValueTask InitializeAsync()
    {
        await Vault.InitializeAsync();
        await Upstream.InitializeAsync();
        await _redis.StartAsync();
        _database = await server.CreateDatabaseAsync("secret_host");
        await AskForPasswordsAsync();
        await ChangePostgresAsync(create: true);
        await ChangeRedisAsync();
        Write("Grid__Schedules__Secrets__team", WebhookSignature.NewSecret());
        Write("Secrets__Vault__Token", New("vault"));
        Store("ElectricityMaps__ApiKey", New("maps"));
        Store("Kelp__Catalogs__PlanetaryComputer__SubscriptionKey", New("planet"));
        Store("ApiKeys__AdminKey", New("admin-0123456789-0123456789"));
        PlayVault();
        Api = ApiOnPostgres.Start("Host=127.0.0.1;Port=1", Settings(), services =>
        {
            services.AddLogging(logging => logging.AddProvider(Seen).AddFilter(_ => true));
            services.AddSingleton<BaseProcessor<Activity>>(new Spans(Seen));
        });
        await Api.ReadyAsync();
    }

    /// <summary>A secret that is nowhere else.</summary>
    internal string New(string kind)
    {
        var secret = $"leak-{kind}-{Interlocked.Increment(ref _made)}";
        Secrets.Add(secret);
        return secret;
    }

    /// <summary>Puts a secret into Vault.</summary>
    internal void Store(string name, string value) => _inVault[name] = value;

    /// <summary>Puts a secret into the folder, as a whole: a reader never sees half of it.</summary>
    internal void Write(string name, string value)
    {
        Secrets.Add(value);
        var hidden = Path.Combine(_folder, "..new");
        File.WriteAllText(hidden, value);
        File.Move(hidden, Path.Combine(_folder, name), overwrite: true);
    }

    internal void PlayVault() => Vault.Play(asked =>
        asked.Header("X-Vault-Token").StartsWith("leak-vault-", StringComparison.Ordinal) ? JsonSerializer.Serialize(new { data = new { data = _inVault.ToDictionary() } }) : null);

    /// <summary>Gives Postgres another password and cuts off who came in by the old one; the Api is told by <paramref name="tell"/>.</summary>
    internal async Task ChangePostgresAsync(bool create = false, bool tell = true)
    {
        var password = New("postgres");
        // Spans are those of the whole process, and this statement is the test's.
        using var unseen = SuppressInstrumentationScope.Begin();
        await using var source = NpgsqlDataSource.Create(_database + ";Pooling=false");
        string[] statements = create
            ? [$"create role {Role} login password '{password}'", $"alter database secret_host owner to {Role}"]
            : [$"alter role {Role} password '{password}'", $"select pg_terminate_backend(pid) from pg_stat_activity where usename = '{Role}'"];
        foreach (var statement in statements)
        {
            await using var command = source.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }

        if (tell)
        {
            Write("ConnectionStrings__carbondb", $"Host=127.0.0.1;Port={server.Port};Username={Role};Password={password};Database=secret_host");
        }
    }

    /// <summary>Gives Redis another password and cuts off who came in by the old one.</summary>
    internal async Task ChangeRedisAsync(bool tell = true)
    {
        var before = _redisPassword;
        _redisPassword = New("redis");
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _redis.Port);
        var commands = (before.Length == 0 ? "" : $"AUTH {before}\r\n") + $"CONFIG SET requirepass {_redisPassword}\r\nCLIENT KILL TYPE normal SKIPME yes\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(commands));
        _ = await client.GetStream().ReadAsync(new byte[256]);
        if (tell)
        {
            Write("ConnectionStrings__cache", $"127.0.0.1:{_redis.Port},password={_redisPassword}");
        }
    }

    internal static async Task UntilAsync(Func<Task<bool>> done)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await done())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "did not come to it");
            await Task.Delay(50);
        }
    }

    internal Task UntilLoggedAsync(string text) => UntilAsync(() => Task.FromResult(Seen.All.Any(l => l.Contains(text, StringComparison.Ordinal))));

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await _redis.DisposeAsync();
        await Upstream.DisposeAsync();
        await Vault.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Dictionary<string, string> Settings() => new()
    {
        ["Secrets:Folder"] = _folder,
        ["Secrets:ReloadSeconds"] = "0.2",
        ["Secrets:Vault:Address"] = Vault.Address.ToString(),
        ["ElectricityMaps:BaseAddress"] = Upstream.Address.ToString(),
        ["Kelp:Catalogs:Order"] = "planetary-computer",
        ["Kelp:Catalogs:MaxRetries"] = "0",
        ["Kelp:Catalogs:PlanetaryComputer:SearchAddress"] = $"{Upstream.Address}search",
        ["Kelp:Catalogs:PlanetaryComputer:TokenAddress"] = $"{Upstream.Address}token",
        ["Outbound:AllowLoopback"] = "true",
        ["Sources:Priorities:*:*"] = "electricity-maps,annual-mean",
        ["Sources:RememberMilliseconds"] = "0",
        ["Sources:TimeBudgetMilliseconds"] = "20000",
        ["Sources:Retries"] = "0",
        ["Logging:LogLevel:Default"] = "Trace",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
        ["Logging:Console:LogLevel:Default"] = "None",
        ["Logging:Console:LogLevel:Microsoft.AspNetCore"] = "None",
    };

    /// <summary>The shared server trusts everybody; of this role alone it is to ask for a password.</summary>
    private async Task AskForPasswordsAsync()
    {
        var rules = Path.Combine(server.Folder!, "data", "pg_hba.conf");
        await File.WriteAllTextAsync(rules, $"host all {Role} 127.0.0.1/32 scram-sha-256\n{await File.ReadAllTextAsync(rules)}");
        await using var source = NpgsqlDataSource.Create(_database + ";Pooling=false");
        await using var reload = source.CreateCommand("select pg_reload_conf()");
        await reload.ExecuteNonQueryAsync();
    }

    private sealed class Spans(Everything seen) : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data) => seen.Add(
            $"{data.DisplayName} {data.StatusDescription} {string.Join(' ', data.TagObjects)} {string.Join(' ', data.Baggage)} {string.Join(' ', data.Events.Select(e => $"{e.Name} {string.Join(' ', e.Tags)}"))}");
    }
}

/// <summary>Each line logged at any level with its values and scopes, and what else is added.</summary>
internal sealed class Everything : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> All { get; } = [];

    public void Add(string text) => All.Enqueue(text);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Add(Told(state));
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Add($"{logLevel} {formatter(state, exception)} {Told(state)} {exception}");

    public void Dispose()
    {
    }

    private static string Told(object? state) => state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values) : $"{state}";
}
