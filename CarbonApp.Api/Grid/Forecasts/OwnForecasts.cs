using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Forecasts;

/// <summary>Forecasts zones from the measured history in the store, and remembers them for a minute.</summary>
/// <remarks>
/// Fitting three years takes some 12 ms (docs/methods/forecast.md), less than reading them: a model is therefore fitted when it is asked
/// for, on all that is known by then, and can never be out of date.
/// </remarks>
internal sealed class OwnForecasts(SignalStore store, IOptions<SignalStoreOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>Days over which the skill is measured.</summary>
    public const int SkillDays = 30;

    private static readonly TimeSpan Reach = TimeSpan.FromHours(RidgeForecaster.MostHours) + TimeSpan.FromDays(SkillDays);
    private static readonly SignalStatus[] Measured = [SignalStatus.Measured];

    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = 500 });
    private readonly Lock _gate = new();

    /// <summary>The forecast at an instant, from what was measured before it.</summary>
    /// <exception cref="UpstreamException">Postgres is not ready, gone or too slow.</exception>
    public Task<OwnForecast> IssueAsync(SignalBasis basis, DateTimeOffset issuedAt, CancellationToken cancellationToken)
    {
        var key = (basis, SignalWindow.FloorToHour(issuedAt), store.Version);
        lock (_gate)
        {
            if (!_answers.TryGetValue(key, out Task<OwnForecast>? answer) || answer!.IsFaulted || answer.IsCanceled)
            {
                answer = Task.Run(() => MakeAsync(basis, key.Item2), CancellationToken.None);
                _answers.Set(key, answer, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1) });
            }

            return answer.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _answers.Dispose();

    /// <summary>Serves all who wait for it, so no single caller's cancellation ends it; the time limit of the store does.</summary>
    private async Task<OwnForecast> MakeAsync(SignalBasis basis, DateTimeOffset hour)
    {
        var measured = await ReadAsync(basis, hour);
        var outcome = RidgeForecaster.Issue(measured, hour);
        return new OwnForecast(outcome, measured, hour);
    }

    private async Task<CarbonSignal> ReadAsync(SignalBasis basis, DateTimeOffset hour)
    {
        var seconds = options.Value.ReadTimeoutSeconds;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), time);
        try
        {
            return await store.ReadAsync(basis, hour - Reach, hour, Measured, limit.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new UpstreamException(
                SourceNames.Stored, UpstreamFault.TimedOut, $"no answer within {seconds} s (setting {SignalStoreOptions.Section}:ReadTimeoutSeconds).", e);
        }
    }
}

/// <summary>A forecast with what it rests on.</summary>
/// <param name="Outcome">The forecast, or why there is none.</param>
/// <param name="Measured">History it was made from; ends with the issue at the latest.</param>
/// <param name="Hour">Hour of the issue.</param>
internal sealed record OwnForecast(ForecastOutcome Outcome, CarbonSignal Measured, DateTimeOffset Hour)
{
    private readonly Lazy<ForecastSkill?> _skill = new(() =>
        Outcome is ForecastOutcome.Issued ? ForecastSkill.Measure(Measured, Hour.AddDays(-OwnForecasts.SkillDays), Hour) : null);

    /// <summary>Measured over the days before, when first asked for; null where there is no forecast.</summary>
    public ForecastSkill? Skill => _skill.Value;
}
