using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CarbonApp.Cli.Http;

/// <summary>The Api over HTTP. Answers keep their text, so that it can be handed on unchanged.</summary>
internal sealed class CarbonApi : IDisposable
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);

    /// <summary>Not an option: the command line of a process is there for every user of the machine to read.</summary>
    private const string KeyVariable = "CARBONAPP_KEY";

    private readonly HttpClient _client;

    public CarbonApi(Uri address)
    {
        _client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = ConnectLimit })
        {
            BaseAddress = address,
            // An upload takes as long as it takes; the short calls have their own limit below.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key)
        {
            _client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        }
    }

    public Uri Address => _client.BaseAddress!;

    public Task<ApiAnswer<T>> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        AskAsync(new HttpRequestMessage(HttpMethod.Get, path), Read<T>, cancellationToken);

    /// <summary>For answers that are not JSON.</summary>
    public async Task<string> GetTextAsync(string path, CancellationToken cancellationToken) =>
        (await AskAsync(new HttpRequestMessage(HttpMethod.Get, path), text => new ApiAnswer<string>(text, text), cancellationToken)).Text;

    public Task<ApiAnswer<T>> DeleteAsync<T>(string path, CancellationToken cancellationToken) =>
        AskAsync(new HttpRequestMessage(HttpMethod.Delete, path), Read<T>, cancellationToken);

    /// <summary>For what answers nothing but that it is done.</summary>
    public Task DeleteAsync(string path, CancellationToken cancellationToken) =>
        AskAsync(new HttpRequestMessage(HttpMethod.Delete, path), text => new ApiAnswer<string>(text, text), cancellationToken);

    /// <summary>Writes an answer of any length into a file; its bytes.</summary>
    public async Task<long> DownloadAsync(string path, string file, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw Failure(response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
            }

            await using var content = File.Create(file);
            await response.Content.CopyToAsync(content, cancellationToken);
            return content.Length;
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException)
        {
            throw Unreachable(e);
        }
    }

    public Task<ApiAnswer<T>> PostAsync<T>(string path, object body, CancellationToken cancellationToken, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, body.GetType(), options: Json) };
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return AskAsync(request, Read<T>, cancellationToken);
    }

    /// <summary>Sends what is answered within seconds.</summary>
    public Task<ApiAnswer<T>> AskAsync<T>(HttpRequestMessage request, CancellationToken cancellationToken) => AskAsync(request, Read<T>, cancellationToken);

    /// <summary>Sends without a time limit. A broken connection surfaces as <see cref="ApiUnreachableException"/>.</summary>
    public Task<ApiAnswer<T>> SendAsync<T>(HttpRequestMessage request, CancellationToken cancellationToken) => SendAsync(request, Read<T>, cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task<ApiAnswer<T>> SendAsync<T>(HttpRequestMessage request, Func<string, ApiAnswer<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode ? read(text) : throw Failure(response.StatusCode, text);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Unreachable(e);
        }
    }

    private async Task<ApiAnswer<T>> AskAsync<T>(HttpRequestMessage request, Func<string, ApiAnswer<T>> read, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerLimit);
        using (request)
        {
            try
            {
                return await SendAsync(request, read, limit.Token);
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw new ApiUnreachableException($"The Api at {Address} did not answer within {AnswerLimit.TotalSeconds} s.", e);
            }
        }
    }

    private ApiAnswer<T> Read<T>(string text)
    {
        try
        {
            return new ApiAnswer<T>(JsonSerializer.Deserialize<T>(text, Json) ?? throw new JsonException("null"), text);
        }
        catch (JsonException e)
        {
            throw new ApiUnreachableException($"{Address} answers something that the Api of CarbonApp does not say: {e.Message}", e);
        }
    }

    /// <summary>A gateway's status is somebody on the way, unless the Api itself says that a catalogue of scenes failed it.</summary>
    private Exception Failure(HttpStatusCode status, string text)
    {
        var problem = Problem.Read(status, text);
        return status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout && !problem.IsOfCatalogs
            ? new ApiUnreachableException($"The Api at {Address} is not available just now (HTTP {(int)status}): {problem.Message}")
            : problem;
    }

    private ApiUnreachableException Unreachable(Exception e) =>
        new($"The Api at {Address} cannot be reached: {Reason(e)}. Start it with ./run.sh, or name another with --api URL or CARBONAPP_API.", e);

    private static string Reason(Exception e) => (e.InnerException ?? e).Message.TrimEnd('.');
}

/// <summary>An answer, understood and as it came.</summary>
internal sealed record ApiAnswer<T>(T Value, string Text);
