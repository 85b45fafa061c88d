using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Ledger;

/// <summary>Settles plans in the background, on every replica: each takes plans that no other has.</summary>
internal sealed partial class SettlementPass(Settlements settlements, IOptions<LedgerOptions> options, TimeProvider time, ILogger<SettlementPass> logger) : BackgroundService
{
    private const int AtOnce = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(options.Value.SettleEveryMinutes), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await settlements.SettleDueAsync(AtOnce, askFeeds: true, stoppingToken) == AtOnce)
                {
                }
            }
            catch (UpstreamException e)
            {
                LogPostponed(e.Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Settling plans is postponed: {Reason}")]
    private partial void LogPostponed(string reason);
}
