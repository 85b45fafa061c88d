using System.Net.Http.Headers;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace CarbonApp.Web.ApiClient;

/// <summary>Passes browser calls on to Api, so that a page needs no second origin.</summary>
internal static partial class ApiForwarding
{
    /// <summary>Headers that speak of one connection and end there (RFC 9110 section 7.6.1).</summary>
    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    /// <summary>
    /// Headers that say for whom a proxy calls. What known proxies said is already in the connection (UseForwarded); what else stands
    /// here is the browser's own claim, and ends here.
    /// </summary>
    private static readonly HashSet<string> Claims = new(StringComparer.OrdinalIgnoreCase)
    {
        "Forwarded", VisitorHandler.Header, "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "X-Original-For", "X-Original-Proto", "X-Real-IP",
    };

    /// <summary>The caller's place in its trace. Web's own, below it, takes its turn: else Api would stand beside Web in the trace, not below.</summary>
    private static readonly HashSet<string> Traces = new(StringComparer.OrdinalIgnoreCase) { "traceparent", "tracestate", "Request-Id" };

    public static void MapApiForwarding(this IEndpointRouteBuilder routes)
    {
        foreach (var prefix in (string[])["/api", "/openapi", "/docs"])
        {
            routes.Map($"{prefix}/{{**rest}}", ForwardAsync);
        }

        // A call of version 1, which only Api can answer: it knows whether a key is set. Comes before the one of the service defaults.
        routes.MapGet("/health", ForwardAsync).WithOrder(-1);
    }

    /// <summary>Sends the request as it came to Api and the answer as it comes to the browser, without buffering either.</summary>
    public static async Task ForwardAsync(HttpContext context, IHttpClientFactory clients, ApiKey key, ILoggerFactory loggers)
    {
        // Api's answers are not pages of this site: no page for its 404, no policy that its own pages were not written for.
        context.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
        context.Response.Headers.Remove("Content-Security-Policy");

        var http = clients.CreateClient(ApiClientSetup.Forwarding);
        using var request = ToApi(context);
        key.AddTo(request.Headers);
        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (HttpRequestException fault) when (fault.InnerException is BadHttpRequestException bad)
        {
            // The visitor's own connection broke off or was too slow: Api is well.
            await TypedResults.Problem("The request ended before its body did, or came too slowly: send it again.", statusCode: bad.StatusCode).ExecuteAsync(context);
            return;
        }
        catch (HttpRequestException fault)
        {
            Unreachable(loggers.CreateLogger("CarbonApp.Web.ApiClient.ApiForwarding"), context.Request.Path, fault.Message);
            await TypedResults.Problem(
                "The carbon service cannot be reached from the web server. It is restarted by itself: try again in a few seconds.",
                statusCode: StatusCodes.Status502BadGateway,
                extensions: [new("code", "API_UNREACHABLE")]).ExecuteAsync(context);
            return;
        }

        using (answer)
        {
            await ToBrowserAsync(context, answer);
        }
    }

    private static HttpRequestMessage ToApi(HttpContext context)
    {
        var incoming = context.Request;
        var request = new HttpRequestMessage(HttpMethod.Parse(incoming.Method), Target(incoming));
        if (incoming.ContentLength > 0 || incoming.Headers.TransferEncoding.Count > 0 || (incoming.Protocol != HttpProtocol.Http11 && HasBody(context)))
        {
            request.Content = new StreamContent(incoming.Body);
        }

        foreach (var (name, values) in incoming.Headers)
        {
            if (IsPassedOn(name, incoming.Headers.Connection) && !request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        if (context.Connection.RemoteIpAddress is { } client)
        {
            request.Headers.TryAddWithoutValidation(VisitorHandler.Header, client.ToString());
        }

        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", incoming.Scheme);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", incoming.Host.Value);
        return request;
    }

    /// <summary>Path and query exactly as sent: decoding and encoding again would change %2F.</summary>
    private static string Target(HttpRequest incoming)
    {
        var raw = incoming.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        var target = raw is ['/', ..] ? raw : incoming.Path.ToUriComponent() + incoming.QueryString.ToUriComponent();
        // "//host/…" would be read as another host; a path that starts so is not one of ours.
        return "/" + target.TrimStart('/');
    }

    private static bool HasBody(HttpContext context) => context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;

    private static bool IsPassedOn(string name, IEnumerable<string?> connection) =>
        !HopByHop.Contains(name)
        && !Claims.Contains(name)
        && !Traces.Contains(name)
        && !name.StartsWith(':')
        && !name.Equals("Host", StringComparison.OrdinalIgnoreCase)
        && !connection.Any(c => c is not null && c.Split(',', StringSplitOptions.TrimEntries).Contains(name, StringComparer.OrdinalIgnoreCase));

    private static async Task ToBrowserAsync(HttpContext context, HttpResponseMessage answer)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        Copy(answer.Headers, context.Response.Headers);
        Copy(answer.Content.Headers, context.Response.Headers);
        if (HttpMethods.IsHead(context.Request.Method) || answer.StatusCode is System.Net.HttpStatusCode.NoContent or System.Net.HttpStatusCode.NotModified)
        {
            return;
        }

        // A stream of events must reach the browser event by event.
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await using var body = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
        using var end = EndOf(context, answer);
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = await body.ReadAsync(buffer, end.Token)) > 0;)
            {
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The browser went away, or we stop; disposing the answer ends the call to Api too.
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            // Api broke off in the middle: an aborted connection says so, a normal end would pass a cut answer off as whole.
            context.Abort();
        }
    }

    /// <summary>An answer is finished while we stop; events, which have no end of their own, are not: the browser reconnects to another replica.</summary>
    private static CancellationTokenSource EndOf(HttpContext context, HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.MediaType == "text/event-stream"
            ? CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping)
            : CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);

    private static void Copy(HttpHeaders from, IHeaderDictionary to)
    {
        foreach (var (name, values) in from.NonValidated)
        {
            if (!HopByHop.Contains(name) && !name.Equals("Server", StringComparison.OrdinalIgnoreCase))
            {
                to[name] = values.ToArray();
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Api cannot be reached for {Path}: {Reason}")]
    private static partial void Unreachable(ILogger logger, PathString path, string reason);
}
