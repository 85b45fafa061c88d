using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.Catalog.Http;

/// <summary>Tokens of Planetary Computer's storage (shared access signatures), one per collection: fetched once for all who need it, and anew
/// before it ends or when the storage refuses it.</summary>
internal sealed class PlanetaryComputerTokens(StacClient client, IOptions<PlanetaryComputerOptions> options, TimeProvider clock) : IAssetSigner, IDisposable
{
    private const int LongestToken = 4096;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Token? _token;

    public async ValueTask<Uri> SignAsync(Uri address, Uri? rejected, CancellationToken cancellationToken)
    {
        // A token belongs to the storage it is for and goes nowhere else; one the item brings along is replaced.
        var bare = new UriBuilder(address) { Query = "" }.Uri;
        var token = _token;
        if (token is null || clock.GetUtcNow() >= token.RenewAt || rejected?.Query == "?" + token.Text)
        {
            token = await RenewAsync(rejected, cancellationToken);
        }

        return new UriBuilder(bare) { Query = token.Text }.Uri;
    }

    /// <summary>Adds the subscription key, which raises the limit of calls.</summary>
    public void Prepare(HttpRequestMessage request)
    {
        if (!string.IsNullOrWhiteSpace(options.Value.SubscriptionKey))
        {
            request.Headers.Add("Ocp-Apim-Subscription-Key", options.Value.SubscriptionKey);
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<Token> RenewAsync(Uri? rejected, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_token is { } current && clock.GetUtcNow() < current.RenewAt && rejected?.Query != "?" + current.Text)
            {
                return current;
            }

            return _token = await FetchAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<Token> FetchAsync(CancellationToken cancellationToken)
    {
        var address = new Uri($"{options.Value.TokenAddress!.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(options.Value.Collection!)}");
        using var document = await client.JsonAsync(CatalogNames.PlanetaryComputer, () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, address);
            Prepare(request);
            return request;
        }, cancellationToken);
        var root = document.RootElement;
        if (Text(root, "token") is not { Length: > 0 and <= LongestToken } token
            || !DateTimeOffset.TryParse(Text(root, "msft:expiry"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var ends))
        {
            throw new CatalogException(CatalogNames.PlanetaryComputer, CatalogFault.BadPayload, $"{CatalogHttp.Place(address)} answered no token with its expiry");
        }

        // A token that lives shorter than the margin is used for half its life.
        var life = ends - clock.GetUtcNow();
        var margin = TimeSpan.FromSeconds(Math.Min(options.Value.RenewSeconds, Math.Max(0, life.TotalSeconds / 2)));
        return new Token(token.TrimStart('?'), ends - margin);
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed record Token(string Text, DateTimeOffset RenewAt);
}
