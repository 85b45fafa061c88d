using System.Collections.Concurrent;
using CarbonApp.Api.Problems;
using CarbonApp.ServiceDefaults.Clocks;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Sources.Http;

/// <summary>
/// Keeps a dead, refusing or overloaded host from costing more than one request. Until a host has answered once, one request
/// goes ahead and the others wait for what becomes of it: a hundred zones find a dead network out together.
/// </summary>
internal sealed class HostGate(IOptions<SourceOptions> options, TimeProvider clock)
{
    /// <summary>Transport failures in a row after which a host that used to answer is left alone.</summary>
    private const int FailuresToRest = 3;

    private readonly ConcurrentDictionary<string, Host> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Runs one request to the host, or fails at once when the host is being left alone.</summary>
    public async Task<T> RunAsync<T>(string source, string host, Func<Task<T>> send, CancellationToken cancellationToken)
    {
        var state = _hosts.GetOrAdd(host, _ => new Host(options.Value.MaxRequestsPerHost));
        var probe = await EnterAsync(source, state, cancellationToken);
        try
        {
            await state.Slots.WaitAsync(cancellationToken);
            try
            {
                // The host may have been suspended while this request stood in line.
                ThrowWhenResting(source, state);
                var answer = await send();
                state.Answered();
                return answer;
            }
            finally
            {
                state.Slots.Release();
            }
        }
        catch (UpstreamException exception) when (!exception.Remembered)
        {
            state.Failed(exception, RestAfter(exception, state), clock);
            throw;
        }
        finally
        {
            probe?.SetResult();
        }
    }

    /// <summary>The probe this request is, or null when it follows one that was answered.</summary>
    private async Task<TaskCompletionSource?> EnterAsync(string source, Host state, CancellationToken cancellationToken)
    {
        while (true)
        {
            ThrowWhenResting(source, state);
            var (mine, theirs, since) = state.Enter(clock.GetTimestamp());
            if (theirs is null)
            {
                return mine;
            }

            if (clock.GetElapsedTime(since) >= options.Value.TimeBudget)
            {
                // Whoever asks now would wait in vain: the first request is already slower than anyone waits.
                throw new UpstreamException(source, UpstreamFault.TimedOut, $"no answer yet after {clock.GetElapsedTime(since).TotalSeconds:0.0} s") { Remembered = true };
            }

            await theirs.WaitAsync(cancellationToken);
        }
    }

    private void ThrowWhenResting(string source, Host state)
    {
        if (state.Rest is { } rest && rest.Lasts.Holds(clock))
        {
            throw new UpstreamException(source, rest.Fault, $"left alone until {rest.Lasts.Until:HH:mm:ss} UTC after: {rest.Reason}") { Remembered = true };
        }
    }

    private TimeSpan? RestAfter(UpstreamException exception, Host state) => exception.Fault switch
    {
        UpstreamFault.RateLimited => exception.RetryAfter ?? TimeSpan.FromSeconds(60),
        UpstreamFault.Unreachable or UpstreamFault.TimedOut when !state.IsKnownGood || state.Failures + 1 >= FailuresToRest =>
            TimeSpan.FromSeconds(options.Value.HostRestSeconds),
        _ => null,
    };

    private sealed record Resting(Validity Lasts, UpstreamFault Fault, string Reason);

    private sealed class Host(int concurrency)
    {
        private readonly Lock _lock = new();
        private TaskCompletionSource? _probe;
        private long _probeSince;

        public SemaphoreSlim Slots { get; } = new(concurrency);

        public bool IsKnownGood { get; private set; }

        public int Failures { get; private set; }

        public Resting? Rest { get; private set; }

        public (TaskCompletionSource? Mine, Task? Theirs, long Since) Enter(long timestamp)
        {
            lock (_lock)
            {
                if (IsKnownGood)
                {
                    return (null, null, 0);
                }

                if (_probe is { Task.IsCompleted: false })
                {
                    return (null, _probe.Task, _probeSince);
                }

                _probe = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _probeSince = timestamp;
                return (_probe, null, timestamp);
            }
        }

        public void Answered()
        {
            lock (_lock)
            {
                (IsKnownGood, Failures, Rest) = (true, 0, null);
            }
        }

        public void Failed(UpstreamException exception, TimeSpan? rest, TimeProvider clock)
        {
            lock (_lock)
            {
                var transport = exception.Fault is UpstreamFault.Unreachable or UpstreamFault.TimedOut;
                Failures = transport ? Failures + 1 : 0;
                // Any answer, also a refusal, shows that the host lives; once it rests, the next request is a probe again.
                IsKnownGood = transport ? IsKnownGood && rest is null : true;
                if (rest is { } time)
                {
                    Rest = new Resting(Validity.For(time, clock), exception.Fault, exception.Message);
                }
            }
        }
    }
}
