using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.Catalog.Http;

/// <summary>Asks a catalogue for JSON and small files, within a deadline and a size.</summary>
internal sealed class StacClient(CatalogHttp http, CatalogRetries retries, IOptions<CatalogOptions> options)
{
    /// <summary>The JSON answered to a request, which is made anew for every attempt.</summary>
    /// <exception cref="CatalogException">No answer, a refusal, or something that is not JSON.</exception>
    public Task<JsonDocument> JsonAsync(string catalog, Func<HttpRequestMessage> request, CancellationToken cancellationToken) => retries.RunAsync(
        catalog, Deadline, async token =>
        {
            var (address, body) = await FetchAsync(catalog, request, options.Value.MaxAnswerMegabytes << 20, token);
            try
            {
                return JsonDocument.Parse(body);
            }
            catch (JsonException e)
            {
                throw new CatalogException(catalog, CatalogFault.BadPayload, $"{CatalogHttp.Place(address)} answered something that is not JSON", e);
            }
        },
        cancellationToken);

    /// <summary>A file of at most <paramref name="maxBytes"/>.</summary>
    public Task<ReadOnlyMemory<byte>> FileAsync(string catalog, Func<HttpRequestMessage> request, int maxBytes, CancellationToken cancellationToken) => retries.RunAsync(
        catalog, Deadline, async token => (await FetchAsync(catalog, request, maxBytes, token)).Body, cancellationToken);

    private TimeSpan Deadline => TimeSpan.FromSeconds(options.Value.RequestTimeoutSeconds);

    private async Task<(Uri Address, ReadOnlyMemory<byte> Body)> FetchAsync(string catalog, Func<HttpRequestMessage> make, int maxBytes, CancellationToken cancellationToken)
    {
        var patience = TimeSpan.FromSeconds(options.Value.StallTimeoutSeconds);
        using var request = make();
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        var address = request.RequestUri!;
        using var response = await http.SendAsync(catalog, request, patience, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw http.Refusal(catalog, address, response);
        }

        // Unpacked here and not by the handler: files are asked for with the same client, whose bytes have to stay as they are.
        var zipped = response.Content.Headers.ContentEncoding.Contains("gzip");
        await using var raw = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var body = zipped ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        return (address, await ReadAllAsync(catalog, address, body, maxBytes, patience, cancellationToken));
    }

    private async Task<ReadOnlyMemory<byte>> ReadAllAsync(string catalog, Uri address, Stream body, int maxBytes, TimeSpan patience, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 << 10];
        var filled = 0;
        while (true)
        {
            int came;
            try
            {
                came = await http.ReadAsync(catalog, address, body, buffer.AsMemory(filled), patience, cancellationToken);
            }
            catch (InvalidDataException e)
            {
                throw new CatalogException(catalog, CatalogFault.BadPayload, $"the answer of {CatalogHttp.Place(address)} is no gzip, as it says it is", e);
            }

            if (came == 0)
            {
                return buffer.AsMemory(0, filled);
            }

            filled += came;
            if (filled > maxBytes)
            {
                throw new CatalogException(catalog, CatalogFault.BadPayload, $"the answer of {CatalogHttp.Place(address)} has more than {maxBytes >> 10} KiB");
            }

            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, maxBytes + 1));
            }
        }
    }

    /// <summary>A POST of JSON.</summary>
    public static HttpRequestMessage Post(Uri address, string json) => new(HttpMethod.Post, address)
    {
        Content = new StringContent(json, Encoding.UTF8, "application/json"),
    };
}
