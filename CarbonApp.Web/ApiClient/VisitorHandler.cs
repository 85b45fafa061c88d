namespace CarbonApp.Web.ApiClient;

/// <summary>Says to Api for whom a page asks, so that the call counts for the visitor, not for this server; Api believes it from known proxies.</summary>
internal sealed class VisitorHandler(IHttpContextAccessor contexts, ApiKey key) : DelegatingHandler
{
    public const string Header = "X-Forwarded-For";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (contexts.HttpContext?.Connection.RemoteIpAddress is { } visitor)
        {
            request.Headers.TryAddWithoutValidation(Header, visitor.ToString());
        }

        key.AddTo(request.Headers);
        return base.SendAsync(request, cancellationToken);
    }
}
