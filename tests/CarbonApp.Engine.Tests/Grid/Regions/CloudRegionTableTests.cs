using System.Globalization;
using System.Text.Json;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Grid.Regions;

public class CloudRegionTableTests
{
    [Theory]
    [InlineData("us-east-1", "US-MIDA-PJM")]
    [InlineData("us-east-2", "US-MIDA-PJM")]
    [InlineData("ap-southeast-2", "AU-NSW")]
    [InlineData("ap-southeast-4", "AU-VIC")]
    [InlineData("ap-southeast-3", "ID")]
    [InlineData("me-south-1", "BH")]
    [InlineData("me-central-1", "AE")]
    [InlineData("eu-north-1", "SE-SE3")]
    public void Find_RegionTheOriginalMappedWrongly_HasTheZoneThatFeedsIt(string code, string zone) =>
        Assert.Equal(zone, CloudRegionTable.Find(CloudProvider.Aws, code)?.Zone.Value);

    [Theory]
    [InlineData(CloudProvider.Aws, 39, 1.135)]
    [InlineData(CloudProvider.Azure, 70, 1.185)]
    [InlineData(CloudProvider.Gcp, 42, 1.1)]
    public void All_PerProvider_HasItsRegionsAndPue(CloudProvider provider, int regions, double pue)
    {
        var own = CloudRegionTable.All.Where(r => r.Provider == provider).ToList();
        Assert.Equal(regions, own.Count);
        Assert.All(own, r => Assert.Equal(pue, r.Pue));
    }

    [Fact]
    public void All_OfOneProvider_NameEachCodeOnceInLowerCase()
    {
        Assert.Equal(CloudRegionTable.All.Count, CloudRegionTable.All.Select(r => (r.Provider, r.Code)).Distinct().Count());
        Assert.All(CloudRegionTable.All, r => Assert.Equal(r.Code.ToLowerInvariant(), r.Code));
    }

    [Fact]
    public void All_Sorted_ByProviderThenCode() =>
        Assert.Equal(CloudRegionTable.All.OrderBy(r => r.Provider).ThenBy(r => r.Code, StringComparer.Ordinal), CloudRegionTable.All);

    [Fact]
    public void All_Zones_HaveAYearlyMean() =>
        Assert.All(CloudRegionTable.All, r => Assert.NotNull(GridZoneTable.Find(r.Zone)?.AnnualMean));

    [Fact]
    public void All_Places_LieNearTheirZone() =>
        Assert.All(CloudRegionTable.All, r =>
        {
            // The widest are South Africa, with Cape Town far from the Rand, and China; a wrong sign or swapped coordinates put a region thousands of kilometres off.
            var zone = GridZoneTable.Find(r.Zone)!;
            var apart = Sphere.Kilometres(r.Latitude, r.Longitude, zone.Latitude, zone.Longitude);
            Assert.True(apart < 1_300, $"{r.Code} lies {apart:0} km from {zone.Zone}");
        });

    [Fact]
    public void All_Zones_AreKeysOfElectricityMaps()
    {
        var keys = File.ReadAllLines(SharedData.File("grid/cloud-regions/em_zone_keys.txt")).ToHashSet();
        Assert.All(CloudRegionTable.All, r => Assert.Contains(r.Zone.Value, keys));
    }

    [Fact]
    public void All_GcpZones_EqualThePublishedMapping()
    {
        using var published = JsonDocument.Parse(File.ReadAllText(SharedData.File("grid/zones-2022/gcp_region_to_zone.json")));
        Assert.All(published.RootElement.EnumerateObject(), entry =>
        {
            // The file misspells Australia and names Indian states, for which Electricity Maps has no zone.
            var expected = entry.Value.GetString() switch
            {
                "AUS-NSW" => "AU-NSW",
                "AUS-VIC" => "AU-VIC",
                "IN-MH" => "IN-WE",
                "IN-DL" => "IN-NO",
                var zone => zone,
            };
            Assert.Equal(expected, CloudRegionTable.Find(CloudProvider.Gcp, entry.Name)?.Zone.Value);
        });
    }

    [Fact]
    public void All_AzureCoordinates_LieWithin50KmOfTheCarbonAwareSdks()
    {
        // Centre of France for Paris and for Marseille, Merseyside for Cardiff, a lost minus for Madrid, the sea for Israel, south-west
        // Wyoming for Cheyenne, 0° 0° and test stages.
        string[] implausible = ["francecentral", "francesouth", "ukwest", "spaincentral", "israelcentral", "westcentralus", "brazilus", "eastusstg"];
        using var sdk = JsonDocument.Parse(File.ReadAllText(SharedData.File("grid/cloud-regions/casdk_azure_regions.json")));
        var compared = sdk.RootElement.EnumerateObject().Where(r => !implausible.Contains(r.Name)).ToList();
        Assert.True(compared.Count > 40);
        Assert.All(compared, entry =>
        {
            var region = CloudRegionTable.Find(CloudProvider.Azure, entry.Name);
            Assert.True(region is not null, $"{entry.Name} is missing");
            var apart = Sphere.Kilometres(region.Latitude, region.Longitude, Degrees(entry.Value, "Latitude"), Degrees(entry.Value, "Longitude"));
            Assert.True(apart < 50, $"{entry.Name} lies {apart:0} km off");
        });
    }

    [Fact]
    public void All_RegionsOfPublishedTransferPrices_AreKnown()
    {
        var header = File.ReadLines(SharedData.File("grid/cloud-regions/aws_transfer_cost_usd_per_gb.csv")).First().Split(',')[1..];
        // Local zones (us-east-1-dwf-1) are parts of a region and not regions.
        Assert.All(header.Where(code => code.Count(c => c == '-') == 2), code => Assert.NotNull(CloudRegionTable.Find(CloudProvider.Aws, code)));
    }

    [Fact]
    public void Find_CodeInAnyCase_IsFound() => Assert.Equal("eu-west-2", CloudRegionTable.Find(CloudProvider.Aws, "EU-West-2")?.Code);

    [Fact]
    public void Find_CodeOfAnotherProvider_IsNull() => Assert.Null(CloudRegionTable.Find(CloudProvider.Gcp, "eu-west-2"));

    [Fact]
    public void FindByCode_UnknownCode_IsEmpty() => Assert.Empty(CloudRegionTable.FindByCode("moon-base-1"));

    [Theory]
    [InlineData("eu-wset-2", "eu-west-2")]
    [InlineData("us-est-1", "us-east-1")]
    [InlineData("EU-NORTH1", "eu-north-1")]
    [InlineData("westeurop", "westeurope")]
    public void Nearest_MisspeltCode_ComesFirst(string misspelt, string meant) => Assert.Equal(meant, CloudRegionTable.Nearest(misspelt, 3)[0]);

    [Fact]
    public void Nearest_CountBeyondTheTable_GivesEachCodeOnce()
    {
        var all = CloudRegionTable.Nearest("x", 10_000);
        Assert.Equal(CloudRegionTable.All.Select(r => r.Code).Distinct().Count(), all.Count);
        Assert.Equal(all.Count, all.Distinct().Count());
    }

    private static double Degrees(JsonElement region, string name) => double.Parse(region.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
