using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.Catalog.Http;

/// <summary>Tries again what may succeed the next time: after the time the host asks for, else after a wait that doubles, within one deadline.</summary>
internal sealed class CatalogRetries(IOptions<CatalogOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Runs attempts until one succeeds.</summary>
    /// <param name="catalog">Named in errors.</param>
    /// <param name="deadline">Time for all attempts and the waits between them.</param>
    /// <param name="attempt">One attempt.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="CatalogException">The last attempt's, or that the deadline passed.</exception>
    public async Task<T> RunAsync<T>(string catalog, TimeSpan deadline, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var (started, failures) = (clock.GetTimestamp(), 0);
        while (true)
        {
            try
            {
                return await attempt(either.Token);
            }
            catch (CatalogException failure) when (failure.IsTransient)
            {
                failures = failure.Progressed ? 1 : failures + 1;
                var wait = failure.RetryAfter ?? BackOff(failures);
                if (failures > options.Value.MaxRetries || clock.GetElapsedTime(started) + wait >= deadline)
                {
                    throw;
                }

                await WaitAsync(failure, wait, either.Token, cancellationToken);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new CatalogException(catalog, CatalogFault.TimedOut, $"no whole answer within {deadline.TotalSeconds:0.#} s");
            }
        }
    }

    private async Task WaitAsync(CatalogException failure, TimeSpan wait, CancellationToken either, CancellationToken caller)
    {
        try
        {
            await Task.Delay(wait, clock, either);
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            throw failure;
        }
    }

    /// <summary>With up to half left out at random, so that many that failed together do not come back together.</summary>
    private TimeSpan BackOff(int failures)
    {
        var full = TimeSpan.FromMilliseconds(options.Value.RetryDelayMilliseconds * Math.Pow(2, failures - 1));
        return (full < LongestWait ? full : LongestWait) * (1 - Random.Shared.NextDouble() / 2);
    }
}
