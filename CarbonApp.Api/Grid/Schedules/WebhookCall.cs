using System.Globalization;
using System.Net;
using System.Text;
using CarbonApp.ServiceDefaults.Outbound;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Schedules;

/// <summary>What one attempt to call came to.</summary>
/// <param name="Status">HTTP status; null when there was no answer.</param>
/// <param name="Error">Why it failed; null when it succeeded.</param>
/// <param name="MayRetry">Another attempt may succeed.</param>
/// <param name="RetryAfter">How long the receiver asks to be left alone.</param>
internal sealed record CallOutcome(int? Status, string? Error, bool MayRetry = false, TimeSpan? RetryAfter = null);

/// <summary>Sends one signed request to the address of a schedule. Never throws for what happens on the way.</summary>
internal sealed class WebhookCall(
    IHttpClientFactory clients, IOptions<ScheduleOptions> options, IOptionsMonitor<ScheduleOptions> current, TimeProvider time)
{
    public const string HttpClientName = "carbon-webhooks";

    /// <param name="row">The schedule.</param>
    /// <param name="sentAt">The time to sign: receivers refuse what is minutes away from their own.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    public async Task<CallOutcome> SendAsync(ScheduleRow row, DateTimeOffset sentAt, CancellationToken cancellationToken)
    {
        // Keys alone as they are now: the limits belong to the leases, which count on those of the start.
        var secret = row.Secret ?? (current.CurrentValue.Secrets.TryGetValue(row.SecretName!, out var named) ? named : null);
        if (secret is null)
        {
            return new CallOutcome(null, $"the settings have no key '{row.SecretName}' any more", MayRetry: true);
        }

        var limit = TimeSpan.FromSeconds(options.Value.CallTimeoutSeconds);
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var client = clients.CreateClient(HttpClientName);
            using var request = Request(row, sentAt, secret);
            // Only the head: what the receiver says in the body is nothing to us, however long it is.
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return Judge(response);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return new CallOutcome(null, string.Create(CultureInfo.InvariantCulture, $"no answer within {limit.TotalSeconds:0.###} s"), MayRetry: true);
        }
        catch (HttpRequestException e) when ((e as OutboundRefusedException ?? e.InnerException) is OutboundRefusedException refused)
        {
            return new CallOutcome(null, $"the address {refused.Message}");
        }
        catch (HttpRequestException e)
        {
            return new CallOutcome(null, $"{e.HttpRequestError}: {e.Message}", MayRetry: true);
        }
    }

    private static HttpRequestMessage Request(ScheduleRow row, DateTimeOffset sentAt, string secret)
    {
        var body = row.ToBody();
        var request = new HttpRequestMessage(HttpMethod.Parse(row.Method), row.Url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.UserAgent.ParseAdd("CarbonApp/0.1");
        foreach (var (name, value) in row.ReadHeaders())
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.Add("webhook-id", row.Id);
        request.Headers.Add("webhook-timestamp", sentAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(secret, row.Id, sentAt, body));
        request.Headers.Add("Idempotency-Key", row.Id);
        return request;
    }

    private CallOutcome Judge(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            return new CallOutcome(status, null);
        }

        var mayRetry = status >= 500
            || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Locked or (HttpStatusCode)425;
        var header = response.Headers.RetryAfter;
        var retryAfter = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return new CallOutcome(status, status is >= 300 and < 400 ? $"HTTP {status}: redirects are not followed" : $"HTTP {status}", mayRetry, retryAfter);
    }
}
