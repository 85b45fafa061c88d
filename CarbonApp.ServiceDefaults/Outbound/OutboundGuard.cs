using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CarbonApp.ServiceDefaults.Outbound;

/// <summary>
/// Keeps calls to addresses that callers give from reaching what only this service can reach. The address is judged again as the
/// connection is made, and the connection goes to the very address that was judged: a name that resolves to something else
/// a moment later (DNS rebinding) gains nothing.
/// </summary>
public sealed class OutboundGuard(IOptions<OutboundOptions> options, IHostEnvironment environment)
{
    private const int LongestUrl = 2048;
    private const int FirstUnprivilegedPort = 1024;

    private readonly OutboundOptions _options = options.Value;
    private readonly IPNetwork[] _networks = [.. options.Value.AllowedNetworks.Select(IPNetwork.Parse)];
    private readonly bool _loopback = options.Value.AllowLoopback ?? environment.IsDevelopment();

    /// <summary>
    /// Why a URL may not be called; null when it may, as far as can be told before connecting. A name that does not resolve
    /// just now passes: it may by the time it is called.
    /// </summary>
    public async Task<string?> WhyRefusedAsync(string? url, CancellationToken cancellationToken)
    {
        if (WhyMalformed(url, out var uri) is { } malformed)
        {
            return malformed;
        }

        try
        {
            var addresses = await ResolveAsync(uri.IdnHost, cancellationToken);
            return addresses.Any(a => WhyRefused(uri, a) is null) ? null : WhyRefused(uri, addresses[0]);
        }
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Connects for a request: <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="OutboundRefusedException">The host has no address that may be called.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var uri = context.InitialRequestMessage.RequestUri!;
        if (WhyMalformed(uri.AbsoluteUri, out _) is { } malformed)
        {
            throw new OutboundRefusedException(malformed);
        }

        var addresses = await ResolveAsync(context.DnsEndPoint.Host, cancellationToken);
        var allowed = addresses.Where(a => WhyRefused(uri, a) is null).ToArray();
        if (allowed.Length == 0)
        {
            throw new OutboundRefusedException(WhyRefused(uri, addresses[0])!);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string? WhyMalformed(string? url, out Uri uri)
    {
        var parsed = Uri.TryCreate(url, UriKind.Absolute, out var given) ? given : null;
        uri = parsed!;
        return string.IsNullOrEmpty(url) ? "is missing."
            : url.Length > LongestUrl ? $"has {url.Length} characters; at most {LongestUrl} are taken."
            : parsed is null || parsed.Scheme is not ("http" or "https") || parsed.Host.Length == 0 ? "is not an absolute https address, such as https://ci.example.org/start."
            : parsed.UserInfo.Length > 0 ? "holds a user name or password: put credentials into webhook.headers."
            : parsed.Port < FirstUnprivilegedPort && parsed.Port is not (80 or 443) ? $"names port {parsed.Port}; 80, 443, and 1024 or above can be called."
            : null;
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        // Uri writes IPv6 in brackets.
        if (IPAddress.TryParse(host.Trim('[', ']'), out var literal))
        {
            return [literal];
        }

        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken).WaitAsync(TimeSpan.FromSeconds(_options.ConnectTimeoutSeconds), cancellationToken);
        return addresses.Length > 0 ? addresses : throw new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>Judges one address of a host.</summary>
    private string? WhyRefused(Uri uri, IPAddress address)
    {
        var plain = AddressKinds.Unwrap(address);
        var kind = AddressKinds.WhyNotPublic(plain);
        if (IsAllowedHost(uri.IdnHost) || _networks.Any(n => n.Contains(plain)) || (_loopback && kind == "loopback"))
        {
            return null;
        }

        return kind is not null
            ? $"leads to a {kind} address, which is not called: an operator can allow the host by {OutboundOptions.Section}:AllowedHosts or {OutboundOptions.Section}:AllowedNetworks."
            : uri.Scheme != Uri.UriSchemeHttps ? $"is plain http: use https, or let an operator allow the host by {OutboundOptions.Section}:AllowedHosts."
            : null;
    }

    private bool IsAllowedHost(string host)
    {
        var name = host.Trim('[', ']').TrimEnd('.');
        return _options.AllowedHosts.Any(allowed => allowed.StartsWith("*.", StringComparison.Ordinal)
            ? name.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)
            : name.Equals(allowed, StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>A call that was not made because of where it leads. Trying again does not help.</summary>
public sealed class OutboundRefusedException(string message) : HttpRequestException(HttpRequestError.ConnectionError, message);
