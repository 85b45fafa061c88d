using System.Collections.Concurrent;
using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace CarbonApp.ServiceDefaults.Resilience;

/// <summary>One pipeline per host of a client: budget around retries around breaker around the limit of an attempt.</summary>
internal sealed class UpstreamPipelines(UpstreamResilienceOptions options, TimeProvider time)
{
    internal static readonly ResiliencePropertyKey<HttpRequestMessage> Request = new("request");
    private static readonly ResiliencePropertyKey<DateTimeOffset> Deadline = new("deadline");

    private readonly ConcurrentDictionary<string, ResiliencePipeline<HttpResponseMessage>> _byHost = new(StringComparer.OrdinalIgnoreCase);

    public UpstreamResilienceOptions Options { get; } = options;

    public ResiliencePipeline<HttpResponseMessage> For(Uri? uri) => _byHost.GetOrAdd(uri?.Authority ?? "", _ => Build());

    public void StartBudget(ResilienceContext context) =>
        context.Properties.Set(Deadline, time.GetUtcNow() + TimeSpan.FromSeconds(Options.TotalTimeoutSeconds));

    private ResiliencePipeline<HttpResponseMessage> Build()
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        builder.AddTimeout(TimeSpan.FromSeconds(Options.TotalTimeoutSeconds));
        if (Options.MaxRetries > 0)
        {
            builder.AddRetry(Retry());
        }

        return builder.AddCircuitBreaker(Breaker()).AddTimeout(TimeSpan.FromSeconds(Options.AttemptTimeoutSeconds)).Build();
    }

    private RetryStrategyOptions<HttpResponseMessage> Retry() => new()
    {
        MaxRetryAttempts = Options.MaxRetries,
        Delay = TimeSpan.FromSeconds(Options.RetryDelaySeconds),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = args => ValueTask.FromResult(MayRepeat(args.Context) && IsWorthRepeating(args.Outcome) && FitsBudget(args.Context, args.Outcome)),
        DelayGenerator = args => ValueTask.FromResult(RetryAfter(args.Outcome.Result)),
    };

    private CircuitBreakerStrategyOptions<HttpResponseMessage> Breaker() => new()
    {
        FailureRatio = Options.BreakerFailureRatio,
        MinimumThroughput = Options.BreakerMinimumCalls,
        SamplingDuration = TimeSpan.FromSeconds(Options.BreakerSamplingSeconds),
        BreakDuration = TimeSpan.FromSeconds(Options.BreakerOpenSeconds),
        // A 429 is a host in good health that says no; it does not open the breaker.
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is { } response
            ? response.StatusCode >= HttpStatusCode.InternalServerError
            : args.Outcome.Exception is HttpRequestException or TimeoutRejectedException),
    };

    /// <summary>Idempotent by RFC 9110, and with a body that can be sent twice.</summary>
    private static bool MayRepeat(ResilienceContext context)
    {
        var request = context.Properties.GetValue(Request, null!);
        return request.Content is null or ByteArrayContent
            && (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Options
                || request.Method == HttpMethod.Put || request.Method == HttpMethod.Delete || request.Method == HttpMethod.Trace);
    }

    private static bool IsWorthRepeating(Outcome<HttpResponseMessage> outcome) => outcome.Result is { } response
        ? response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
            and not HttpStatusCode.NotImplemented
        : outcome.Exception is HttpRequestException or TimeoutRejectedException;

    /// <summary>Waiting past the budget would turn an honest 429 into a timeout.</summary>
    private bool FitsBudget(ResilienceContext context, Outcome<HttpResponseMessage> outcome) =>
        (RetryAfter(outcome.Result) ?? TimeSpan.Zero) < context.Properties.GetValue(Deadline, DateTimeOffset.MaxValue) - time.GetUtcNow();

    /// <summary>What the server asks for; null leaves the wait to the back-off.</summary>
    private TimeSpan? RetryAfter(HttpResponseMessage? response)
    {
        var asked = response?.Headers.RetryAfter;
        var wait = asked?.Delta ?? asked?.Date - time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
