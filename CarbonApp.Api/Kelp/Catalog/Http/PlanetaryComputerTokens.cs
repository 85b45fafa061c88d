using System.Globalization;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.Catalog.Http;

/// <summary>Tokens of Planetary Computer's storage (shared access signatures), one per collection: fetched once for all who need it, and anew
/// before it ends or when the storage refuses it.</summary>
internal sealed class PlanetaryComputerTokens(StacClient client, IOptionsMonitor<PlanetaryComputerOptions> options, TimeProvider clock) : IAssetSigner, IDisposable
{
    private const int LongestToken = 4096;
    private static readonly TimeSpan LeastLife = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Token? _token;

    public async ValueTask<Uri> SignAsync(Uri address, Uri? rejected, CancellationToken cancellationToken)
    {
        // A token belongs to the storage it is for and goes nowhere else; one the item brings along is replaced.
        var token = _token;
        if (token is null || clock.GetUtcNow() >= token.RenewAt || rejected?.Query == token.Query)
        {
            token = await RenewAsync(rejected, cancellationToken);
        }

        return new UriBuilder(address) { Query = token.Query }.Uri;
    }

    /// <summary>Adds the subscription key, which raises the limit of calls.</summary>
    public void Prepare(HttpRequestMessage request)
    {
        if (!string.IsNullOrWhiteSpace(options.CurrentValue.SubscriptionKey))
        {
            request.Headers.Add("Ocp-Apim-Subscription-Key", options.CurrentValue.SubscriptionKey);
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<Token> RenewAsync(Uri? rejected, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_token is { } current && clock.GetUtcNow() < current.RenewAt && rejected?.Query != current.Query)
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
        var address = new Uri($"{options.CurrentValue.TokenAddress!.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(options.CurrentValue.Collection!)}");
        using var document = await client.JsonAsync(CatalogNames.PlanetaryComputer, () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, address);
            Prepare(request);
            return request;
        }, cancellationToken);
        var root = document.RootElement;
        if (root.Text("token") is not { Length: > 0 and <= LongestToken } token
            || !DateTimeOffset.TryParse(root.Text("msft:expiry"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var ends))
        {
            throw new CatalogException(CatalogNames.PlanetaryComputer, CatalogFault.BadPayload, $"{CatalogHttp.Place(address)} answered no token with its expiry");
        }

        // A token that lives shorter than the margin is used for half its life; one that seems to have ended, as by a clock that is wrong, until it is refused.
        var (now, margin) = (clock.GetUtcNow(), TimeSpan.FromSeconds(options.CurrentValue.RenewSeconds));
        var life = ends - now > LeastLife ? ends - now : LeastLife;
        return new Token(new UriBuilder(address) { Query = token }.Uri.Query, now + (life > 2 * margin ? life - margin : life / 2));
    }

    /// <param name="Query">As an address has it, with its question mark.</param>
    /// <param name="RenewAt">When another one is fetched.</param>
    private sealed record Token(string Query, DateTimeOffset RenewAt);
}
