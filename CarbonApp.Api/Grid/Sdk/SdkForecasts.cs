using CarbonApp.Api.Grid.Forecasts;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Caching.Memory;

namespace CarbonApp.Api.Grid.Sdk;

/// <summary>Makes forecasts, and keeps what it wrote as long as the same signal is known and no point of it has passed.</summary>
internal sealed class SdkForecasts(ISignalReader signals, OwnForecasts own, TimeProvider clock) : IDisposable
{
    /// <summary>A forecast of 864 points takes some 90 kB.</summary>
    private const long MostBytes = 32_000_000;

    private static readonly TimeSpan KeepUnasked = TimeSpan.FromMinutes(5);
    private readonly MemoryCache _bodies = new(new MemoryCacheOptions { SizeLimit = MostBytes });

    /// <summary>The forecasts known at present, in the order of the questions.</summary>
    public async Task<(ForecastBody[] Bodies, ProblemHttpResult? Problem)> CurrentAsync(
        IReadOnlyList<ForecastQuestion> questions, Func<int, string> at, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var hour = SignalWindow.FloorToHour(now);
        var queries = questions.Select(q => new SignalQuery(q.Place.Basis, hour, hour.AddHours(ForecastReach.HoursRead))).ToArray();
        var readings = queries.Length == 1
            ? [await signals.ReadAsync(queries[0], cancellationToken)]
            : await signals.ReadManyAsync(queries, cancellationToken);
        var bodies = new ForecastBody[questions.Count];
        for (var i = 0; i < bodies.Length; i++)
        {
            var (body, problem) = Answer(questions[i], readings[i], now, at(i));
            if (body is null)
            {
                return ([], problem);
            }

            bodies[i] = body;
        }

        return (bodies, null);
    }

    /// <summary>The forecast as it would have been made at a past time, by our own model from what had been measured by then.</summary>
    /// <exception cref="UpstreamException">The store cannot be read.</exception>
    public async Task<(ForecastBody? Body, ProblemHttpResult? Problem)> PastAsync(
        ForecastQuestion question, DateTimeOffset requestedAt, string at, CancellationToken cancellationToken)
    {
        var past = await own.IssueAsync(question.Place.Basis, requestedAt, cancellationToken);
        if (past.Outcome is not ForecastOutcome.Issued { Forecast: var forecast })
        {
            return (null, DomainProblems.NoForecast(
                $"{at}requestedAt: too little of {question.Place.Location} was measured before {requestedAt:yyyy-MM-dd'T'HH:mm:ss'Z'} to forecast it as of then: {RidgeForecaster.LeastForForecast.TotalDays:0} days or more are needed. Import history with `carbon import`."));
        }

        var (body, problem, _) = Write(question, forecast.Mean, requestedAt, at);
        return (body, problem);
    }

    public void Dispose() => _bodies.Dispose();

    private (ForecastBody? Body, ProblemHttpResult? Problem) Answer(ForecastQuestion question, SignalReading reading, DateTimeOffset now, string at)
    {
        if (_bodies.TryGetValue(question, out Kept? kept) && ReferenceEquals(kept!.Signal, reading.Signal) && now <= kept.From)
        {
            return (kept.Body, null);
        }

        if (reading.Signal.Count == 0)
        {
            return (null, DomainProblems.NothingKnown(question.Place.Basis, now, now.AddHours(ForecastReach.HoursRead), reading.Attempts, 404));
        }

        var (body, problem, from) = Write(question, reading.Signal, now, at);
        if (body is not null)
        {
            _bodies.Set(question, new Kept(reading.Signal, from, body), new MemoryCacheEntryOptions { Size = body.Length, SlidingExpiration = KeepUnasked });
        }

        return (body, problem);
    }

    private static (ForecastBody? Body, ProblemHttpResult? Problem, DateTimeOffset From) Write(
        ForecastQuestion question, CarbonSignal signal, DateTimeOffset now, string at)
    {
        var errors = new FieldErrors();
        var (from, to) = question.Range(signal, now, at, errors);
        if (errors.Any)
        {
            return (null, errors.ToProblem(), from);
        }

        var body = ForecastBody.Render(question, signal, from, to, ForecastReach.GeneratedAt(signal, from, to, now));
        return (body, body is null ? DomainProblems.NothingObserved($"{at}location", question.Place.Location, from, to) : null, from);
    }

    /// <summary>A body and what it rests on.</summary>
    /// <param name="Signal">What was known: another object is other knowledge.</param>
    /// <param name="From">Start of its data: until then no point of it is past.</param>
    /// <param name="Body">The JSON.</param>
    private sealed record Kept(CarbonSignal Signal, DateTimeOffset From, ForecastBody Body);
}
