using System.Net.Http.Headers;
using System.Text;
using CarbonApp.Api.Grid.Sources.Http;
using CarbonApp.Api.Problems;
using CarbonApp.ServiceDefaults.Clocks;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Sources.Feeds;

/// <summary>The bearer token of WattTime: good for 30 minutes, fetched once for all who need it.</summary>
internal sealed class WattTimeLogin(UpstreamClient client, IOptionsMonitor<WattTimeOptions> options, TimeProvider clock) : IDisposable
{
    /// <summary>Renewed a little early, so that a request under way does not outlive it.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(28);

    // A wrong password does not become right by trying it for every zone, and accounts get locked that way.
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(15);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private string? _token;
    private Validity _lasts;
    private UpstreamException? _refusal;
    private string? _credentials;

    /// <summary>A token that is not <paramref name="rejected"/>.</summary>
    /// <exception cref="UpstreamException">The login was refused or not answered.</exception>
    public async Task<string> TokenAsync(string? rejected, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var credentials = Credentials();
            if (_refusal is not null && _credentials == credentials && _lasts.Holds(clock))
            {
                throw _refusal;
            }

            if (_token is null || _credentials != credentials || _token == rejected || !_lasts.Holds(clock))
            {
                (_token, _refusal, _credentials) = (null, null, credentials);
                _token = await LogInAsync(credentials, cancellationToken);
                _lasts = Validity.For(Lifetime, clock);
            }

            return _token;
        }
        catch (UpstreamException exception) when (exception.Fault == UpstreamFault.Unauthorized && _refusal is null)
        {
            // Not marked as remembered: the cache, too, keeps it for the answer that was asked for.
            (_refusal, _lasts) = (exception, Validity.For(AfterRefusal, clock));
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private string Credentials()
    {
        var account = options.CurrentValue;
        return Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.Username}:{account.Password}"));
    }

    private async Task<string> LogInAsync(string credentials, CancellationToken cancellationToken)
    {
        using var document = await client.GetJsonAsync(
            SourceNames.WattTime, options.CurrentValue.BaseAddress.Below("/login"),
            headers => headers.Authorization = new AuthenticationHeaderValue("Basic", credentials), cancellationToken);
        return document.RootElement.Member("token").Text()
            ?? throw new UpstreamException(SourceNames.WattTime, UpstreamFault.BadPayload, "its login answered no 'token'");
    }
}
