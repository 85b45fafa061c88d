using System.Net;
using System.Text.Json;

namespace CarbonApp.ServiceDefaults.Secrets;

/// <summary>
/// Asks a source of secrets over HTTP. A client of its own, not the factory's: the settings it fetches are needed before there are
/// services, and nothing of it may be logged.
/// </summary>
internal sealed class SecretHttp : IDisposable
{
    private const int MostBytes = 1024 * 1024;
    private const int Attempts = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client;
    private readonly string _source;

    /// <param name="source">Its name in errors.</param>
    /// <param name="direct">True for what is beside this machine: a proxy would not reach it, or give another machine's token.</param>
    public SecretHttp(string source, bool direct = false)
    {
        _source = source;
        // No redirect: a token goes to the address that was configured and to no other. No trace: its spans would tell which secrets there are.
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !direct,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        })
        {
            MaxResponseContentBufferSize = MostBytes,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("CarbonApp/0.1");
    }

    /// <summary>The JSON object answered, after up to three attempts where another may help.</summary>
    /// <param name="request">Makes the request, once for each attempt.</param>
    /// <param name="remedy">What to do about a refusal, by status and the code that the body gives for it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SecretSourceException">Refused, away, or not JSON.</exception>
    public async Task<JsonElement> AskAsync(Func<HttpRequestMessage> request, Func<HttpStatusCode, string?, string> remedy, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceAsync(request, remedy, cancellationToken);
            }
            catch (SecretSourceException e) when (e.MayPass && attempt < Attempts)
            {
                var pause = e.RetryAfter ?? FirstPause * (1 << (attempt - 1));
                await Task.Delay(pause < LongestPause ? pause : LongestPause, cancellationToken);
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<JsonElement> OnceAsync(Func<HttpRequestMessage> make, Func<HttpStatusCode, string?, string> remedy, CancellationToken cancellationToken)
    {
        using var request = make();
        var asked = $"{request.Method} {request.RequestUri!.GetLeftPart(UriPartial.Path)}";
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken);
            var json = Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return !response.IsSuccessStatusCode ? throw Refused(asked, response, json, remedy)
                : json ?? throw new SecretSourceException(_source, $"answered something else than JSON to {asked}", "See whether the address is that of the source itself, and not of a proxy or a page to log in.");
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new SecretSourceException(_source, $"answered more than {MostBytes} bytes to {asked}", "See whether the address is that of the source itself.");
        }
        catch (HttpRequestException e)
        {
            throw new SecretSourceException(_source, $"cannot be reached: {asked} ended with {e.HttpRequestError}", "See whether it runs, and whether this network and its certificate are let through.") { MayPass = true };
        }
    }

    private SecretSourceException Refused(string asked, HttpResponseMessage response, JsonElement? json, Func<HttpStatusCode, string?, string> remedy)
    {
        var (status, code) = (response.StatusCode, json is { } body ? CodeIn(body) : null);
        var mayPass = status >= HttpStatusCode.InternalServerError || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || code == "ThrottlingException";
        return new SecretSourceException(
            _source, $"answered {(int)status} {code ?? status.ToString()} to {asked}", mayPass ? "It is busy or out of order: start again later." : remedy(status, code), status)
        {
            MayPass = mayPass,
            RetryAfter = response.Headers.RetryAfter?.Delta,
        };
    }

    private static JsonElement? Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(body) is { ValueKind: JsonValueKind.Object } json ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The name of an error, by which its documentation is found: Azure's and Entra's <c>error</c>, AWS' <c>__type</c>. Nothing that is not a plain word.</summary>
    private static string? CodeIn(JsonElement body)
    {
        var error = body.TryGetProperty("error", out var azure) ? azure : body.TryGetProperty("__type", out var aws) ? aws : default;
        error = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("code", out var code) ? code : error;
        var name = error.ValueKind == JsonValueKind.String ? error.GetString()!.Split('#')[^1] : "";
        return name.Length is > 0 and <= 60 && name.All(c => char.IsAsciiLetter(c) || c == '_') ? name : null;
    }
}
