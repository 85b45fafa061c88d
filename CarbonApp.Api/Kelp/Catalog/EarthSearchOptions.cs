namespace CarbonApp.Api.Kelp.Catalog;

/// <summary>Section <c>Kelp:Catalogs:EarthSearch</c>.</summary>
internal sealed class EarthSearchOptions : StacOptions
{
    public const string Section = $"{CatalogOptions.Section}:EarthSearch";

    public EarthSearchOptions()
    {
        SearchAddress = new Uri("https://earth-search.aws.element84.com/v1/search");
        Collection = "sentinel-2-l2a";
        DataHosts = "sentinel-cogs.s3.us-west-2.amazonaws.com,e84-earth-search-sentinel-data.s3.us-west-2.amazonaws.com";
    }
}
