using System.Globalization;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Grid.Regions;

public class GridZoneTableTests
{
    [Fact]
    public void All_MeansAndShares_EqualThePublishedYear()
    {
        var rows = File.ReadAllLines(SharedData.File("grid/annual-intensity/electricitymaps_yearly_2021_2025.csv")).Skip(1).Select(l => l.Split(',')).ToList();
        Assert.True(rows.Count > 340);
        Assert.All(rows, cells =>
        {
            var zone = Find(cells[0]);
            Assert.Equal(2025, zone.AnnualMeanYear);
            Assert.Equal(Number(cells[^3]), zone.AnnualMean?.GramsPerKilowattHour);
            Assert.Equal(Number(cells[^2]) / 100, zone.RenewableShare!.Value, 9);
            Assert.Equal(Number(cells[^1]) / 100, zone.FossilFreeShare!.Value, 9);
            Assert.StartsWith("Electricity Maps yearly data 2025 (ODbL 1.0)", zone.AnnualMeanSource, StringComparison.Ordinal);
            Assert.DoesNotContain("mean of", zone.AnnualMeanSource, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void All_KeysOfElectricityMaps_ArePlaced()
    {
        // Heard Island and the French Southern Territories have no inhabitants; XX is "unknown".
        string[] uninhabited = ["HM", "TF", "XX"];
        var keys = File.ReadAllLines(SharedData.File("grid/cloud-regions/em_zone_keys.txt")).Where(k => k.Length > 0).Except(uninhabited);
        Assert.All(keys, key => Assert.NotNull(GridZoneTable.Find(ZoneId.Parse(key))));
    }

    [Fact]
    public void All_Coordinates_LieOnEarthAndNamesAreGiven() =>
        Assert.All(GridZoneTable.All, z =>
        {
            Assert.InRange(z.Latitude, -60, 80);
            Assert.InRange(z.Longitude, -180, 180);
            Assert.NotEqual(z.Zone.Value, z.Name);
            Assert.False(string.IsNullOrWhiteSpace(z.Name));
        });

    [Fact]
    public void All_PartsOfACountry_LieNearIt() =>
        Assert.All(GridZoneTable.All.Where(z => z.Zone.Value.Contains('-', StringComparison.Ordinal)), part =>
        {
            // Hawaii, Alaska, Easter Island and Russia's Far East are the farthest from the rest of their countries.
            var country = GridZoneTable.Find(ZoneId.Parse(part.Zone.Value[..2]))!;
            var apart = Sphere.Kilometres(part.Latitude, part.Longitude, country.Latitude, country.Longitude);
            Assert.True(apart < 7_000, $"{part.Zone} lies {apart:0} km from {country.Zone}");
        });

    [Theory]
    [InlineData("NZ-NZST", "NZ")]
    [InlineData("CL-SEM", "CL")]
    [InlineData("UA-CR", "UA")]
    public void Find_ZoneWithoutAMeanOfItsOwn_HasItsCountrysAndSaysSo(string key, string country)
    {
        var zone = Find(key);
        Assert.Equal(Find(country).AnnualMean, zone.AnnualMean);
        Assert.EndsWith($"; mean of {country}", zone.AnnualMeanSource, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_CountryOnlyEmberKnows_HasItsMeanAndNoYearOrShares()
    {
        var chile = Find("CL");
        Assert.NotNull(chile.AnnualMean);
        Assert.StartsWith("Ember", chile.AnnualMeanSource, StringComparison.Ordinal);
        Assert.Null(chile.AnnualMeanYear);
        Assert.Null(chile.RenewableShare);
    }

    [Fact]
    public void Find_ZoneNobodyPublishesAMeanFor_HasNoneRatherThanANumber()
    {
        var andorra = Find("AD");
        Assert.Null(andorra.AnnualMean);
        Assert.Null(andorra.AnnualMeanYear);
        Assert.Null(andorra.AnnualMeanSource);
        Assert.Null(andorra.FossilFreeShare);
    }

    [Fact]
    public void Find_UnknownZone_IsNull() => Assert.Null(GridZoneTable.Find(ZoneId.Parse("QQ")));

    [Fact]
    public void All_Sorted_ByKey() =>
        Assert.Equal(GridZoneTable.All.OrderBy(z => z.Zone.Value, StringComparer.Ordinal), GridZoneTable.All);

    [Theory]
    [InlineData("US-MIDA-PMJ", "US-MIDA-PJM")]
    [InlineData("gb-nri", "GB-NIR")]
    public void Nearest_MisspeltKey_ComesFirst(string misspelt, string meant) => Assert.Equal(meant, GridZoneTable.Nearest(misspelt, 2)[0]);

    private static GridZone Find(string key) => GridZoneTable.Find(ZoneId.Parse(key)) ?? throw new InvalidOperationException($"{key} is missing");

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
