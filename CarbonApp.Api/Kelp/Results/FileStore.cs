using System.Security.Cryptography;
using CarbonApp.Api.Data;
using CarbonApp.Api.Kelp.Analyses;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace CarbonApp.Api.Kelp.Results;

/// <summary>Files of analyses, in Postgres: every replica serves them, a backup has them, and they go with their analysis. The one class that knows
/// the tables <c>kelp_file</c> and <c>kelp_file_part</c>.</summary>
internal sealed class FileStore(Database database)
{
    /// <summary>Bytes of a part: a tile of a COG rarely needs more than two.</summary>
    public const int PartBytes = 256 << 10;

    private const string Foreign = "23503";

    /// <summary>Stores a file, or replaces the one of that name; all or nothing.</summary>
    /// <exception cref="AnalysisGoneException">The analysis was removed meanwhile.</exception>
    public async Task WriteAsync(string id, string name, string mediaType, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await database.UseAsync(async connections =>
            {
                await using var connection = await connections.OpenConnectionAsync(cancellationToken);
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                await connection.ExecuteAsync(new CommandDefinition(
                    """
                    delete from kelp_file where analysis_id = @id and name = @name;
                    insert into kelp_file (analysis_id, name, media_type, bytes, sha256) values (@id, @name, @mediaType, @bytes, @sha256)
                    """,
                    new { id, name, mediaType, bytes = (long)content.Length, sha256 = SHA256.HashData(content.Span) },
                    transaction,
                    cancellationToken: cancellationToken));
                await WritePartsAsync(connection, id, name, content, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return 0;
            });
        }
        catch (PostgresException e) when (e.SqlState == Foreign)
        {
            throw new AnalysisGoneException(id, e);
        }
    }

    /// <summary>A file's size and kind; null where there is none.</summary>
    public Task<StoredFile?> FindAsync(string id, string name, CancellationToken cancellationToken) => database.UseAsync(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<StoredFile>(new CommandDefinition(
            "select name, media_type, bytes, sha256 from kelp_file where analysis_id = @id and name = @name", new { id, name }, cancellationToken: cancellationToken));
    });

    /// <summary>A part of a file; null where it ends before.</summary>
    public Task<byte[]?> ReadPartAsync(string id, string name, int number, CancellationToken cancellationToken) => database.UseAsync(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<byte[]?>(new CommandDefinition(
            "select content from kelp_file_part where analysis_id = @id and name = @name and number = @number", new { id, name, number }, cancellationToken: cancellationToken));
    });

    private static async Task WritePartsAsync(NpgsqlConnection connection, string id, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync("copy kelp_file_part (analysis_id, name, number, content) from stdin (format binary)", cancellationToken);
        for (var number = 0; (long)number * PartBytes < content.Length; number++)
        {
            var part = content.Slice(number * PartBytes, Math.Min(PartBytes, content.Length - (number * PartBytes)));
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(id, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(name, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(number, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(part, NpgsqlDbType.Bytea, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }
}

/// <summary>A file of an analysis.</summary>
internal sealed class StoredFile
{
    public required string Name { get; init; }

    public required string Media_Type { get; init; }

    public required long Bytes { get; init; }

    public required byte[] Sha256 { get; init; }
}
