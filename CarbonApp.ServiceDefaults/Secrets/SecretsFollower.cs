using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CarbonApp.ServiceDefaults.Secrets;

/// <summary>Looks at every source now and then, so that a secret is changed where it is kept and nowhere else. A source that is away leaves what it said last.</summary>
internal sealed partial class SecretsFollower(
    IEnumerable<SecretsProvider> providers, IOptionsMonitor<SecretOptions> options, TimeProvider time, ILogger<SecretsFollower> logger) : BackgroundService
{
    private readonly HashSet<SecretsProvider> _away = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var all = providers.ToArray();
        while (all.Length > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(options.CurrentValue.ReloadSeconds), time, stoppingToken);
            foreach (var provider in all)
            {
                await FollowAsync(provider, stoppingToken);
            }
        }
    }

    private async Task FollowAsync(SecretsProvider provider, CancellationToken cancellationToken)
    {
        try
        {
            var changed = await provider.ReloadAsync(cancellationToken);
            if (changed.Count > 0)
            {
                var settings = string.Join(", ", changed);
                LogChanged(logger, provider.Name, settings);
            }

            if (_away.Remove(provider))
            {
                LogBack(logger, provider.Name);
            }
        }
        catch (SecretSourceException e) when (_away.Add(provider))
        {
            LogKept(logger, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Known to be away, or a consumer that failed on what changed: neither may end the following. Its type alone, as its message may hold a value.
            if (e is not SecretSourceException)
            {
                LogFailed(logger, provider.Name, e.GetType().Name);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Source}: {Settings} changed and count from now on.")]
    private static partial void LogChanged(ILogger logger, string source, string settings);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The secrets read before go on: {Reason}")]
    private static partial void LogKept(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Source} gives its secrets again.")]
    private static partial void LogBack(ILogger logger, string source);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Source}: its secrets changed, and something that uses them failed with {Error}.")]
    private static partial void LogFailed(ILogger logger, string source, string error);
}
