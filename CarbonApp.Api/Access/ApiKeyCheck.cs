using System.Security.Cryptography;
using System.Text;
using CarbonApp.Api.Problems;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Access;

/// <summary>
/// Checks keys against a copy of the active ones that is at most two seconds old, so that a flood of wrong keys costs no queries and a
/// revoked key is refused everywhere within that time. While Postgres is away nobody can revoke, and the copy serves on for five minutes.
/// </summary>
internal sealed class ApiKeyCheck(ApiKeyStore store, IOptionsMonitor<ApiKeyOptions> options, TimeProvider time) : IDisposable
{
    internal static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _one = new(1);
    private volatile Copy? _copy;

    /// <summary>Id and scopes of a key; null for one that does not count.</summary>
    /// <exception cref="UpstreamException">Postgres is away and was for long.</exception>
    public async Task<(string Id, IReadOnlyList<string> Scopes)?> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (options.CurrentValue.AdminKey is { Length: > 0 } admin && Same(Encoding.UTF8.GetBytes(admin), Encoding.UTF8.GetBytes(key)))
        {
            return ("admin-key", [Scopes.Admin]);
        }

        if (ApiKeyText.IdOf(key) is not { } id)
        {
            return null;
        }

        var found = (await CopyAsync(Fresh, cancellationToken)).GetValueOrDefault(id)
            // It may have been made a moment ago at another replica.
            ?? (await CopyAsync(LookAgain, cancellationToken)).GetValueOrDefault(id);
        return found is not null && Same(ApiKeyText.Hash(key, found.Salt), found.Hash) && !(found.ExpiresAt <= time.GetUtcNow().UtcDateTime)
            ? (found.Id, found.Scopes)
            : null;
    }

    /// <summary>Reads anew at the next check: something was changed here.</summary>
    public void Forget() => _copy = null;

    public void Dispose() => _one.Dispose();

    /// <summary>Hashes first, so that lengths tell nothing either.</summary>
    private static bool Same(byte[] one, byte[] other) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(one), SHA256.HashData(other));

    private async Task<Dictionary<string, StoredKey>> CopyAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (_copy is { } copy && time.GetElapsedTime(copy.At) < atMost)
        {
            return copy.Keys;
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_copy is { } recent && time.GetElapsedTime(recent.At) < atMost)
            {
                return recent.Keys;
            }

            var at = time.GetTimestamp();
            var keys = (await store.ActiveAsync(cancellationToken)).ToDictionary(k => k.Id, StringComparer.Ordinal);
            _copy = new Copy(keys, at);
            return keys;
        }
        catch (UpstreamException) when (_copy is { } old && time.GetElapsedTime(old.At) < Stale)
        {
            // Not _copy, which another call may have forgotten meanwhile.
            return old.Keys;
        }
        finally
        {
            _one.Release();
        }
    }

    private sealed record Copy(Dictionary<string, StoredKey> Keys, long At);
}
