namespace CarbonApp.ServiceDefaults.Standalone;

/// <summary>Sends a request for a service's name to one of its addresses.</summary>
internal sealed class DiscoveryHandler(ServiceAddresses addresses) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.RequestUri;
        if (asked is null)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        request.RequestUri = addresses.Resolve(asked);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            // A retry outside of us asks by name again and may get another replica.
            request.RequestUri = asked;
        }
    }
}
