using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.Catalog.Http;

/// <summary>A file on a server as ranges (RFC 9110, section 14). An answer that breaks off is gone on with where it broke; a token that has expired
/// is renewed; a file that is replaced meanwhile is not mixed with the one before.</summary>
/// <param name="catalog">Named in errors.</param>
/// <param name="address">As the item says, checked to be on a host that may be read from.</param>
/// <param name="signer">Adds the token.</param>
/// <param name="http">Sends.</param>
/// <param name="retries">Tries again.</param>
/// <param name="gate">Bounds the requests in flight of the whole catalogue.</param>
/// <param name="options">Times.</param>
/// <param name="meter">Counts.</param>
internal sealed class HttpRanges(
    string catalog, Uri address, IAssetSigner signer, CatalogHttp http, CatalogRetries retries, SemaphoreSlim gate, IOptions<CatalogOptions> options, TransferMeter meter)
{
    private readonly TimeSpan _patience = TimeSpan.FromSeconds(options.Value.StallTimeoutSeconds);
    private readonly Lock _lock = new();
    private string? _identity;
    private long? _length;

    private string Place => CatalogHttp.Place(address);

    /// <summary>See <see cref="Engine.Kelp.Imagery.RangeReader"/>.</summary>
    public async ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var part = new Part(offset, destination);
        return await retries.RunAsync(catalog, TimeSpan.FromSeconds(options.Value.RangeTimeoutSeconds), token => AttemptAsync(part, token), cancellationToken);
    }

    private async Task<int> AttemptAsync(Part part, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        var before = part.Filled;
        try
        {
            while (part.MissingOf(_length) > 0)
            {
                var had = part.Filled;
                await FetchAsync(part, cancellationToken);
                if (part.Filled == had && part.MissingOf(_length) > 0)
                {
                    throw new CatalogException(catalog, CatalogFault.BadPayload, $"{Place} answered a range without a byte");
                }
            }

            return part.Filled;
        }
        catch (CatalogException failure)
        {
            meter.FailedOnce();
            failure.Progressed = part.Filled > before;
            throw;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task FetchAsync(Part part, CancellationToken cancellationToken)
    {
        using var response = await RequestAsync(part, cancellationToken);
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent:
                await FillAsync(part, response, CheckRange(part, response), cancellationToken);
                break;
            case HttpStatusCode.OK:
                await FillAsync(part, response, CheckWhole(part, response), cancellationToken);
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                // The file ends before the range begins.
                Know(response, response.Content.Headers.ContentRange?.Length ?? part.Offset + part.Filled);
                break;
            default:
                throw http.Refusal(catalog, address, response);
        }
    }

    private async Task<HttpResponseMessage> RequestAsync(Part part, CancellationToken cancellationToken)
    {
        var signed = await signer.SignAsync(address, rejected: null, cancellationToken);
        var response = await SendAsync(signed, part, cancellationToken);
        if (response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
        {
            return response;
        }

        var renewed = await signer.SignAsync(address, rejected: signed, cancellationToken);
        if (renewed == signed)
        {
            return response;
        }

        response.Dispose();
        return await SendAsync(renewed, part, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(Uri signed, Part part, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, signed);
        request.Headers.Range = new RangeHeaderValue(part.Offset + part.Filled, part.Offset + part.Filled + part.MissingOf(_length) - 1);
        request.Headers.AcceptEncoding.ParseAdd("identity");
        meter.Requested();
        return await http.SendAsync(catalog, request, _patience, cancellationToken);
    }

    /// <summary>Bytes the answer promises, having made sure that they are those asked for.</summary>
    private int CheckRange(Part part, HttpResponseMessage response)
    {
        var asked = (From: part.Offset + part.Filled, To: part.Offset + part.Filled + part.MissingOf(_length) - 1);
        if (response.Content.Headers.ContentRange is not { Unit: "bytes", From: { } from, To: { } to } range || from != asked.From || to < from || to > asked.To
            || response.Content.Headers.ContentEncoding.Count > 0)
        {
            throw new CatalogException(catalog, CatalogFault.BadPayload,
                $"{Place} was asked for bytes {asked.From} to {asked.To} and answered '{response.Content.Headers.ContentRange}'{(response.Content.Headers.ContentEncoding.Count > 0 ? ", compressed" : "")}");
        }

        Know(response, range.Length);
        return (int)(to - from + 1);
    }

    /// <summary>A server that knows no ranges answers the whole file: taken where that is what was asked, never to be thrown away piece by piece.</summary>
    private int CheckWhole(Part part, HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentLength is { } length && part.Offset + part.Filled == 0 && length <= part.MissingOf(_length))
        {
            Know(response, length);
            return (int)length;
        }

        throw new CatalogException(catalog, CatalogFault.BadPayload,
            $"{Place} answers whole files ({response.Content.Headers.ContentLength?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown"} bytes) where ranges are asked for: download the scene into the local folder instead");
    }

    private async Task FillAsync(Part part, HttpResponseMessage response, int promised, CancellationToken cancellationToken)
    {
        var end = part.Filled + promised;
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        while (part.Filled < end)
        {
            var came = await http.ReadAsync(catalog, address, body, part.Destination[part.Filled..end], _patience, cancellationToken);
            if (came == 0)
            {
                throw new CatalogException(catalog, CatalogFault.Unreachable, $"the answer of {Place} broke off after {part.Filled} of {end} bytes");
            }

            meter.Came(came);
            part.Filled += came;
        }
    }

    /// <summary>Keeps what tells the file from another of the same name.</summary>
    private void Know(HttpResponseMessage response, long? length)
    {
        var identity = response.Headers.ETag?.ToString() ?? response.Content.Headers.LastModified?.ToString("R");
        lock (_lock)
        {
            if ((_identity is not null && identity is not null && identity != _identity) || (_length is not null && length is not null && length != _length))
            {
                throw new CatalogException(catalog, CatalogFault.Changed, $"{Place} was replaced while it was read ({_identity ?? "no ETag"}, {_length} bytes; now {identity ?? "no ETag"}, {length} bytes)");
            }

            _identity ??= identity;
            _length ??= length;
        }
    }

    /// <summary>What is wanted of the file, and how much of it has come.</summary>
    private sealed class Part(long offset, Memory<byte> destination)
    {
        public long Offset { get; } = offset;

        public Memory<byte> Destination { get; } = destination;

        public int Filled { get; set; }

        public int MissingOf(long? length) =>
            (int)Math.Clamp((length is { } end ? end - Offset : Destination.Length) - Filled, 0, Destination.Length - Filled);
    }
}
