using System.Text.Json;
using CarbonApp.Api.Data;
using CarbonApp.Api.Json;
using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Jobs;

/// <summary>Takes waiting jobs and does them, a few at a time, in every replica; waits quietly while Postgres is away.</summary>
internal sealed partial class JobWorker(
    JobStore store, JobNews news, JobRunner runner, IEnumerable<IJobHandler> handlers, Database database, IOptions<JobOptions> options, TimeProvider time,
    ILogger<JobWorker> logger) : BackgroundService
{
    private static readonly TimeSpan PauseWithoutPostgres = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, IJobHandler> _handlers = handlers.ToDictionary(h => h.Kind, StringComparer.Ordinal);
    private readonly string[] _kinds = [.. handlers.Select(h => h.Kind)];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Value.Concurrency).Select(_ => Task.Run(() => WorkAsync(stoppingToken), stoppingToken)));

    private async Task WorkAsync(CancellationToken stopping)
    {
        var away = false;
        while (!stopping.IsCancellationRequested)
        {
            if (!database.IsReady)
            {
                await Task.Delay(PauseWithoutPostgres, time, stopping);
                continue;
            }

            try
            {
                await TakeOneAsync(stopping);
                away = false;
            }
            catch (UpstreamException e)
            {
                if (!away)
                {
                    LogWaiting(e.Message);
                }

                away = true;
                await Task.Delay(PauseWithoutPostgres, time, stopping);
            }
        }
    }

    private async Task TakeOneAsync(CancellationToken stopping)
    {
        var news1 = news.NextWork;
        var limit = options.Value.MostAttempts;
        if (await store.TakeAsync(_kinds, runner.Holder, options.Value.Lease, limit, stopping) is { } job)
        {
            await runner.RunAsync(job, _handlers[job.Kind], stopping);
            return;
        }

        if (await store.FailAbandonedAsync(limit, Abandoned(limit), stopping) is > 0 and var count)
        {
            LogAbandoned(count, limit);
        }

        await news.WaitAsync(news1, TimeSpan.FromSeconds(options.Value.PollSeconds), stopping);
    }

    private static string Abandoned(int attempts) => JsonSerializer.Serialize(
        new ProblemDetails
        {
            Status = 500,
            Title = "The job was given up",
            Detail = $"The replicas that worked on it were lost {attempts} times (setting {JobOptions.Section}:MostAttempts): it may need more memory than they have. Ask for less at once.",
            Extensions = { ["code"] = ProblemCode.Internal },
        },
        WireJson.Readable.ProblemDetails);

    [LoggerMessage(LogLevel.Warning, "Jobs wait for Postgres: {Reason}")]
    private partial void LogWaiting(string reason);

    [LoggerMessage(LogLevel.Error, "Gave up {Count} jobs: their replicas were lost {Attempts} times")]
    private partial void LogAbandoned(int count, int attempts);
}
