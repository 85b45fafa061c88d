using CarbonApp.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace CarbonApp.ServiceDefaults.Secrets;

/// <summary>The secrets of one source as settings: fetched before the service is built, and again when <see cref="SecretsFollower"/> says so.</summary>
internal sealed class SecretsProvider(ISecretSource source, TimeSpan patience) : ConfigurationProvider, IConfigurationSource, ISettingsCheck
{
    private bool _asked;
    private string? _fault;

    public string Name => source.Name;

    /// <summary>Itself: the configuration builds its sources anew whenever one is added, and must not ask them all again.</summary>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override void Load()
    {
        if (_asked)
        {
            return;
        }

        _asked = true;
        try
        {
            // Configuration is loaded synchronously, at start-up alone.
            Data = Task.Run(ReadAsync).GetAwaiter().GetResult();
        }
        catch (SecretSourceException e)
        {
            _fault = e.Message;
        }
    }

    /// <summary>Why it could not be read at start-up: told together with the settings that are wrong.</summary>
    public IEnumerable<string> FaultsOf(IConfiguration configuration) => _fault is null ? [] : [_fault];

    /// <summary>Takes what the source has now. Names of the settings that changed; none where nothing did.</summary>
    /// <exception cref="SecretSourceException">It does not give them; the last good ones stay.</exception>
    public async Task<IReadOnlyList<string>> ReloadAsync(CancellationToken cancellationToken)
    {
        var (before, now) = (Data, await ReadAsync(cancellationToken));
        string[] changed = [.. before.Keys.Union(now.Keys, StringComparer.OrdinalIgnoreCase).Where(k => before.TryGetValue(k, out var old) != now.TryGetValue(k, out var value) || old != value)];
        if (changed.Length > 0)
        {
            Data = now;
            OnReload();
        }

        return changed;
    }

    private Task<Dictionary<string, string?>> ReadAsync() => ReadAsync(CancellationToken.None);

    private async Task<Dictionary<string, string?>> ReadAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            return await source.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SecretSourceException(Name, $"did not answer within {patience.TotalSeconds} s", $"See whether it runs, or give it longer by {SecretOptions.Section}:{nameof(SecretOptions.TimeoutSeconds)}.");
        }
    }
}
