using System.Diagnostics.Metrics;
using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Sources;

namespace CarbonApp.Api.Jobs;

/// <summary>
/// How much work waits, as gauges. Read in the background, so that a scrape asks nothing of Postgres; every replica tells the same. What is
/// not known, while Postgres is away, is no series.
/// </summary>
internal sealed class JobGauges : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PauseWithoutPostgres = TimeSpan.FromSeconds(1);

    private readonly JobStore _store;
    private readonly Database _database;
    private readonly TimeProvider _time;
    private volatile JobBacklog? _backlog;

    public JobGauges(JobStore store, Database database, IMeterFactory meters, TimeProvider time)
    {
        (_store, _database, _time) = (store, database, time);
        // The factory owns it.
        var meter = meters.Create("CarbonApp.Jobs");
        meter.CreateObservableGauge("carbonapp.jobs.waiting", () => _backlog?.Waiting ?? double.NaN, "{job}", "Jobs that could run now and that no replica has taken.");
        meter.CreateObservableGauge("carbonapp.jobs.oldest.wait", () => _backlog?.OldestSeconds ?? double.NaN, "s", "How long the one of them waits that has waited longest; 0 where none waits.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                _backlog = _database.IsReady ? await _store.BacklogAsync(stoppingToken) : null;
            }
            catch (UpstreamException)
            {
                _backlog = null;
            }

            await Task.Delay(_backlog is null ? PauseWithoutPostgres : Pause, _time, stoppingToken);
        }
    }
}
