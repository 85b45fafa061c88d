using System.Net;
using CarbonApp.ServiceDefaults.Outbound;

namespace CarbonApp.Api.Kelp.Catalog.Http;

/// <summary>Sends one request to a catalogue or its storage, and says what a refusal or a broken connection means.</summary>
internal sealed class CatalogHttp(IHttpClientFactory clients, TimeProvider clock)
{
    public const string ClientName = "kelp-catalogs";

    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    /// <summary>The answer once its headers are there, whatever its status.</summary>
    /// <exception cref="CatalogException">There is no answer.</exception>
    public async Task<HttpResponseMessage> SendAsync(string catalog, HttpRequestMessage request, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var stall = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellationToken);
        try
        {
            var client = clients.CreateClient(ClientName);
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && Explain(catalog, request.RequestUri!, patience, e) is { } fault)
        {
            throw fault;
        }
    }

    /// <summary>Reads what comes next of a body, however slowly, as long as something does.</summary>
    /// <exception cref="CatalogException">Nothing came for too long, or the connection broke.</exception>
    public async Task<int> ReadAsync(string catalog, Uri address, Stream body, Memory<byte> destination, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var stall = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellationToken);
        try
        {
            return await body.ReadAsync(destination, either.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && Explain(catalog, address, patience, e) is { } fault)
        {
            throw fault;
        }
    }

    /// <summary>What a status other than success means.</summary>
    public CatalogException Refusal(string catalog, Uri address, HttpResponseMessage response)
    {
        var fault = response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => CatalogFault.RateLimited,
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented => CatalogFault.ServerError,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.PaymentRequired or HttpStatusCode.Conflict => CatalogFault.Refused,
            HttpStatusCode.NotFound or HttpStatusCode.Gone => CatalogFault.NotFound,
            _ => CatalogFault.BadPayload,
        };
        return new CatalogException(catalog, fault, $"{Place(address)} answered {(int)response.StatusCode} {response.StatusCode}") { RetryAfter = RetryAfterOf(response) };
    }

    /// <summary>Host and path: a query may hold a token, which belongs into no message.</summary>
    public static string Place(Uri address) => $"{address.Authority}{address.AbsolutePath}";

    private static CatalogException? Explain(string catalog, Uri address, TimeSpan patience, Exception exception) => exception switch
    {
        OperationCanceledException => new CatalogException(catalog, CatalogFault.TimedOut, $"nothing came from {Place(address)} for {patience.TotalSeconds:0.##} s", exception),
        OutboundRefusedException refused => new CatalogException(catalog, CatalogFault.NotAllowed, $"{address.Authority} {refused.Message}", exception),
        HttpRequestException { InnerException: OutboundRefusedException refused } => new CatalogException(catalog, CatalogFault.NotAllowed, $"{address.Authority} {refused.Message}", exception),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.InvalidResponse } =>
            new CatalogException(catalog, CatalogFault.BadPayload, $"the answer of {Place(address)} is none ({exception.Message})", exception),
        HttpRequestException http => new CatalogException(catalog, CatalogFault.Unreachable, $"{address.Authority} could not be reached or hung up ({http.HttpRequestError})", exception),
        IOException => new CatalogException(catalog, CatalogFault.Unreachable, $"the answer of {Place(address)} broke off", exception),
        _ => null,
    };

    private TimeSpan? RetryAfterOf(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - clock.GetUtcNow() : null);
        return wait is not { } time ? null : time < TimeSpan.Zero ? TimeSpan.Zero : time > LongestRetryAfter ? LongestRetryAfter : time;
    }
}
