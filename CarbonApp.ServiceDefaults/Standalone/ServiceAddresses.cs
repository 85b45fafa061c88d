using Microsoft.Extensions.Configuration;

namespace CarbonApp.ServiceDefaults.Standalone;

/// <summary>Turns <c>https+http://api/path</c> into an address from <c>services:api:{scheme}:{index}</c>, replicas in turn.</summary>
internal sealed class ServiceAddresses(IConfiguration configuration)
{
    private int _turn = -1;

    /// <summary>The address to call; the URI itself when its host is not a service's name.</summary>
    /// <exception cref="InvalidOperationException">A URI with a choice of schemes names a service that is not configured.</exception>
    public Uri Resolve(Uri uri)
    {
        var schemes = uri.Scheme.Split('+');
        foreach (var scheme in schemes)
        {
            var addresses = configuration.GetSection($"services:{uri.Host}:{scheme}").GetChildren()
                .Select(child => child.Value)
                .Where(value => !string.IsNullOrWhiteSpace(value))
                .ToArray();
            if (addresses.Length > 0)
            {
                var turn = (uint)Interlocked.Increment(ref _turn) % (uint)addresses.Length;
                return Combine(addresses[turn]!, scheme, uri);
            }
        }

        return schemes.Length == 1
            ? uri
            : throw new InvalidOperationException(
                $"No address of the service '{uri.Host}': set services:{uri.Host}:{schemes[^1]}:0 " +
                $"(environment services__{uri.Host}__{schemes[^1]}__0), for example {schemes[^1]}://localhost:5000.");
    }

    private static Uri Combine(string address, string scheme, Uri uri)
    {
        var target = new Uri(address.Contains("://", StringComparison.Ordinal) ? address : $"{scheme}://{address}");
        return new UriBuilder(uri) { Scheme = target.Scheme, Host = target.Host, Port = target.Port }.Uri;
    }
}
