namespace CarbonApp.Api.Kelp.Catalog.Http;

/// <summary>Adds to an address what its storage wants to see.</summary>
internal interface IAssetSigner
{
    /// <summary>The address as it is to be asked for now; never with the token of <paramref name="rejected"/>.</summary>
    /// <param name="address">As the item says.</param>
    /// <param name="rejected">An address given before, which the storage refused; null at first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CatalogException">No token could be had.</exception>
    ValueTask<Uri> SignAsync(Uri address, Uri? rejected, CancellationToken cancellationToken);
}

/// <summary>For storage that is open to all.</summary>
internal sealed class OpenStorage : IAssetSigner
{
    public ValueTask<Uri> SignAsync(Uri address, Uri? rejected, CancellationToken cancellationToken) => ValueTask.FromResult(address);
}
