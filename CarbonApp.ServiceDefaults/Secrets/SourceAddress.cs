namespace CarbonApp.ServiceDefaults.Secrets;

/// <summary>Which addresses a source of secrets may have.</summary>
internal static class SourceAddress
{
    /// <summary>Plain http shows every secret to the network between; on this machine there is none.</summary>
    public static string? FaultOf(string setting, Uri? address) =>
        address is null || (address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
            ? null
            : $"{setting} is '{address}', which is no https address; plain http is taken for this machine only. Correct it, or leave it out.";
}
