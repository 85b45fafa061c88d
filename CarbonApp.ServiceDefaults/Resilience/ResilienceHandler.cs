using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace CarbonApp.ServiceDefaults.Resilience;

/// <summary>Runs a request through the pipeline of its host.</summary>
internal sealed class ResilienceHandler(UpstreamPipelines pipelines) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(UpstreamPipelines.Request, request);
        pipelines.StartBudget(context);
        try
        {
            return await pipelines.For(request.RequestUri).ExecuteAsync(AttemptAsync, context, request);
        }
        catch (TimeoutRejectedException e)
        {
            throw new TimeoutException($"{request.RequestUri?.Authority} did not answer within {e.Timeout.TotalSeconds} s.", e);
        }
        catch (BrokenCircuitException e)
        {
            throw new HttpRequestException(
                HttpRequestError.ConnectionError,
                $"{request.RequestUri?.Authority} failed repeatedly and is left alone for up to {pipelines.Options.BreakerOpenSeconds} s.",
                e);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<HttpResponseMessage> AttemptAsync(ResilienceContext context, HttpRequestMessage request)
    {
        var response = await base.SendAsync(request, context.CancellationToken);
        try
        {
            // Inside the attempt, so that a body that hangs or is cut off counts as a failure of it.
            await response.Content.LoadIntoBufferAsync(pipelines.Options.MaxResponseMegabytes * 1024L * 1024L, context.CancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
