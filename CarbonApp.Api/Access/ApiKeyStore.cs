using CarbonApp.Api.Data;
using Dapper;
using Npgsql;

namespace CarbonApp.Api.Access;

/// <summary>Keys in Postgres, and with each change to them the audit event of it. Every method throws UpstreamException while Postgres is away.</summary>
internal sealed partial class ApiKeyStore(Database database, ILogger<ApiKeyStore> logger)
{
    private const string Columns = "id, name, scopes, created_at as CreatedAt, expires_at as ExpiresAt, revoked_at as RevokedAt";

    /// <summary>Keys that count just now, with what is needed to check one.</summary>
    public Task<StoredKey[]> ActiveAsync(CancellationToken cancellationToken) => UseAsync(
        async connection => (await connection.QueryAsync<StoredKey>(new CommandDefinition(
            "select id, scopes, salt, hash, expires_at as ExpiresAt from api_key where revoked_at is null and (expires_at is null or expires_at > now())",
            cancellationToken: cancellationToken))).ToArray(),
        cancellationToken);

    public Task<KeyRow[]> ListAsync(CancellationToken cancellationToken) => UseAsync(
        async connection => (await connection.QueryAsync<KeyRow>(new CommandDefinition(
            $"select {Columns} from api_key order by id desc limit 1000", cancellationToken: cancellationToken))).ToArray(),
        cancellationToken);

    public async Task<KeyRow> AddAsync(string id, string name, string[] scopes, DateTime? expiresAt, byte[] salt, byte[] hash, Caller by, CancellationToken cancellationToken) =>
        (await ChangeAsync(by, "key.create", id, $"'{name}' for {string.Join(", ", scopes)}", connection => connection.QuerySingleOrDefaultAsync<KeyRow>(new CommandDefinition(
            $"insert into api_key (id, name, scopes, salt, hash, expires_at) values (@id, @name, @scopes, @salt, @hash, @expiresAt) returning {Columns}",
            new { id, name, scopes, salt, hash, expiresAt },
            cancellationToken: cancellationToken)), cancellationToken))!;

    /// <summary>Revokes a key, once; null where there is none.</summary>
    public Task<KeyRow?> RevokeAsync(string id, Caller by, CancellationToken cancellationToken) =>
        ChangeAsync(by, "key.revoke", id, "", connection => connection.QuerySingleOrDefaultAsync<KeyRow>(new CommandDefinition(
            $"update api_key set revoked_at = coalesce(revoked_at, now()) where id = @id returning {Columns}", new { id }, cancellationToken: cancellationToken)), cancellationToken);

    public Task<AuditRow[]> AuditAsync(int most, CancellationToken cancellationToken) => UseAsync(
        async connection => (await connection.QueryAsync<AuditRow>(new CommandDefinition(
            "select at, actor, address, action, subject, detail from audit_event order by id desc limit @most", new { most }, cancellationToken: cancellationToken))).ToArray(),
        cancellationToken);

    private async Task<T?> ChangeAsync<T>(Caller by, string action, string subject, string detail, Func<NpgsqlConnection, Task<T?>> change, CancellationToken cancellationToken)
    {
        var result = await UseAsync(
            async connection =>
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                if (await change(connection) is not { } changed)
                {
                    return default;
                }

                await connection.ExecuteAsync(new CommandDefinition(
                    "insert into audit_event (actor, address, action, subject, detail) values (@Actor, @Address, @action, @subject, @detail)",
                    new { by.Actor, by.Address, action, subject, detail },
                    cancellationToken: cancellationToken));
                await transaction.CommitAsync(cancellationToken);
                return changed;
            },
            cancellationToken);
        if (result is not null)
        {
            LogAudit(action, subject, by.Actor, by.Address);
        }

        return result;
    }

    private Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellationToken) => database.UseAsync(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        return await use(connection);
    });

    [LoggerMessage(LogLevel.Information, "Audit: {Action} {Subject} by {Actor} from {Address}")]
    private partial void LogAudit(string action, string subject, string actor, string address);
}

/// <summary>What is needed to check a key. Set by Dapper, which cannot give arrays to a constructor.</summary>
internal sealed record StoredKey
{
    public required string Id { get; init; }

    public required string[] Scopes { get; init; }

    public required byte[] Salt { get; init; }

    public required byte[] Hash { get; init; }

    public DateTime? ExpiresAt { get; init; }
}

/// <summary>What is told of a key.</summary>
internal sealed record KeyRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string[] Scopes { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? ExpiresAt { get; init; }

    public DateTime? RevokedAt { get; init; }
}

internal sealed record AuditRow(DateTime At, string Actor, string Address, string Action, string Subject, string Detail);
