using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CarbonApp.Api.Problems;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Sources.Http;

/// <summary>Sends requests to feeds and turns whatever goes wrong into an <see cref="UpstreamException"/>.</summary>
internal sealed class UpstreamClient(
    IHttpClientFactory clients, HostGate gate, IOptions<SourceOptions> options, SourceTelemetry telemetry, TimeProvider clock)
{
    public const string HttpClientName = "carbon-sources";

    /// <summary>32 days of five-minute values are 0.6 MB; ten times that is not an answer to our question.</summary>
    public const int MaxMegabytes = 8;

    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    /// <summary>The JSON answered to a GET.</summary>
    /// <param name="source">Name of the source.</param>
    /// <param name="address">Absolute address.</param>
    /// <param name="headers">Sets headers of the request; called once per attempt.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="UpstreamException">No answer, a refusal, or something that is not JSON.</exception>
    public Task<JsonDocument> GetJsonAsync(
        string source, Uri address, Action<HttpRequestHeaders>? headers, CancellationToken cancellationToken) =>
        gate.RunAsync(source, address.Authority, () => SendAsync(source, address, headers, cancellationToken), cancellationToken);

    private async Task<JsonDocument> SendAsync(
        string source, Uri address, Action<HttpRequestHeaders>? headers, CancellationToken cancellationToken)
    {
        using var activity = SourceTelemetry.Activities.StartActivity($"GET {source}");
        activity?.SetTag("carbon.source", source).SetTag("url.path", address.AbsolutePath);
        telemetry.Requested(source);
        var started = clock.GetTimestamp();
        try
        {
            var document = await AttemptAsync(source, address, headers, cancellationToken);
            telemetry.Answered(source, clock.GetElapsedTime(started));
            return document;
        }
        catch (UpstreamException exception)
        {
            activity?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, exception.Fault.ToString());
            telemetry.Failed(source, exception.Fault);
            throw;
        }
    }

    private async Task<JsonDocument> AttemptAsync(
        string source, Uri address, Action<HttpRequestHeaders>? headers, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Accept.ParseAdd("application/json");
            headers?.Invoke(request.Headers);
            using var client = clients.CreateClient(HttpClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            ThrowWhenRefused(source, response);
            return await ReadAsync(source, response.Content, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new UpstreamException(source, UpstreamFault.TimedOut, $"{address.Authority} did not answer within {options.Value.RequestTimeout.TotalSeconds:0.#} s", exception);
        }
        catch (HttpRequestException exception)
        {
            throw Explain(source, address, exception);
        }
    }

    private static UpstreamException Explain(string source, Uri address, HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.ResponseEnded => new UpstreamException(source, UpstreamFault.BadPayload, $"the answer of {address.Authority} broke off", exception),
        HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded =>
            new UpstreamException(source, UpstreamFault.BadPayload, $"the answer of {address.Authority} is not one ({exception.Message})", exception),
        var error => new UpstreamException(source, UpstreamFault.Unreachable, $"{address.Authority} could not be reached ({error})", exception),
    };

    private static async Task<JsonDocument> ReadAsync(string source, HttpContent content, CancellationToken cancellationToken)
    {
        var mediaType = content.Headers.ContentType?.MediaType;
        if (mediaType is not null && !mediaType.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            throw new UpstreamException(source, UpstreamFault.BadPayload, $"answered {mediaType} where JSON was expected");
        }

        // The resilience pipeline has read it whole, within its time and size.
        var body = await content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException exception)
        {
            throw new UpstreamException(source, UpstreamFault.BadPayload, "answered something that is not JSON", exception);
        }
    }

    private void ThrowWhenRefused(string source, HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var fault = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.PaymentRequired => UpstreamFault.Unauthorized,
            HttpStatusCode.TooManyRequests => UpstreamFault.RateLimited,
            >= HttpStatusCode.InternalServerError => UpstreamFault.ServerError,
            _ => UpstreamFault.BadPayload,
        };
        throw new UpstreamException(source, fault, $"answered {(int)response.StatusCode} {response.StatusCode}")
        {
            RetryAfter = RetryAfterOf(response),
            StatusCode = response.StatusCode,
        };
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - clock.GetUtcNow() : null);
        return wait is not { } time ? null : time < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : time > LongestRetryAfter ? LongestRetryAfter : time;
    }
}
