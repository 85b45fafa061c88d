using System.Diagnostics;
using System.Text.Json;
using CarbonApp.Api.Data;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Json;
using CarbonApp.Engine.Grid.Backtesting;
using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Backtests;

/// <summary>Does backtests: reads each zone's history from the store, a few zones at a time, and writes one table.</summary>
internal sealed class BacktestRunner(SignalStore store, IOptions<JsonOptions> json) : IJobHandler
{
    public const string KindName = "backtest";

    private static readonly TimeSpan OwnLookBack = TimeSpan.FromHours(RidgeForecaster.MostHours);
    private static readonly SignalStatus[] Measured = [SignalStatus.Measured];

    public string Kind => KindName;

    public string ResultUrl(string id) => $"/api/v2/backtest/{id}";

    public async Task<JobOutcome> RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var request = JsonSerializer.Deserialize<BacktestRequest>(run.Request, json.Value.SerializerOptions)!;
        if (!BacktestQuestion.TryRead(request, out var question, out var problem))
        {
            return new JobOutcome.Failed(problem.ProblemDetails);
        }

        var watch = Stopwatch.StartNew();
        var progress = new ZoneProgress(question.Zones.Count, run.Progress);
        var zones = new ZoneRun[question.Zones.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, zones.Length),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken },
            async (zone, token) => zones[zone] = await RunAsync(question, zone, progress, token));
        string[] empty = [.. zones.Where(z => z.Series.KnownSlots == 0).Select(z => z.Zone.Value)];
        return empty.Length > 0
            ? new JobOutcome.Failed(BacktestProblems.WithoutHistory(empty, question).ProblemDetails)
            : new JobOutcome.Completed(JsonSerializer.SerializeToUtf8Bytes(
                BacktestAnswer.Of(run.Id, request, question, zones, watch.Elapsed), WireJson.Readable.BacktestResponse));
    }

    private async Task<ZoneRun> RunAsync(BacktestQuestion question, int index, ZoneProgress progress, CancellationToken cancellationToken)
    {
        var zone = question.Zones[index];
        var lookBack = question.Forecast.Kind == "own" ? OwnLookBack : BacktestSeries.LookBack;
        var measured = await store.ReadAsync(question.Basis with { Zone = zone }, question.From - lookBack, question.To, Measured, cancellationToken);
        var slot = question.Slot ?? BacktestSeries.SlotOf(measured.Slice(question.From, question.To));
        var series = BacktestSeries.Cut(measured, question.From, question.To, slot);
        var results = series.KnownSlots == 0
            ? []
            : Backtest.Run(
                series, question.Jobs.SetsOf(series), question.Policies, KnowledgeOf(question.Forecast, series.Count), progress.Of(index), cancellationToken);
        progress.Of(index).Report(1);
        return new ZoneRun(zone, series, results);
    }

    private static BacktestKnowledge KnowledgeOf(BacktestForecast forecast, int slots) => forecast.Kind switch
    {
        "noise" => new BacktestKnowledge.Noise(
            forecast.ErrorPercent / 100, [.. Enumerable.Range(0, forecast.Seeds).Select(seed => NormalDraws.Of((uint)seed, slots))]),
        "persistence" => new BacktestKnowledge.Persistence(),
        "own" => new BacktestKnowledge.Own(),
        _ => new BacktestKnowledge.Perfect(),
    };

    /// <summary>Puts the parts done of several zones together.</summary>
    private sealed class ZoneProgress(int zones, IProgress<JobStep> job)
    {
        private readonly double[] _parts = new double[zones];
        private readonly Lock _gate = new();

        public IProgress<double> Of(int zone) => new One(this, zone);

        private void Report(int zone, double part)
        {
            lock (_gate)
            {
                _parts[zone] = part;
                job.Report(new JobStep(_parts.Sum() / zones, $"{_parts.Count(p => p >= 1)} of {zones} zones done"));
            }
        }

        private sealed class One(ZoneProgress all, int zone) : IProgress<double>
        {
            public void Report(double value) => all.Report(zone, value);
        }
    }
}

/// <summary>A zone's part of a backtest.</summary>
internal sealed record ZoneRun(ZoneId Zone, BacktestSeries Series, IReadOnlyList<BacktestResult> Results);
