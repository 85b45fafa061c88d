using CarbonApp.Engine.Kelp.Carbon;

namespace CarbonApp.Engine.Tests.Kelp.Carbon;

public class KelpCoastsTests
{
    [Theory]
    [InlineData(36.6, -121.9, KelpSpecies.Macrocystis)] // Monterey
    [InlineData(34.4, -119.85, KelpSpecies.Macrocystis)] // Santa Barbara
    [InlineData(38.3, -123.1, KelpSpecies.Nereocystis)] // Sonoma
    [InlineData(50.7, 232.5, KelpSpecies.Nereocystis)] // Johnstone Strait, longitude a turn on
    [InlineData(-33.4, -71.7, KelpSpecies.Macrocystis)] // central Chile
    [InlineData(-43.1, 147.9, KelpSpecies.Macrocystis)] // Tasmania
    [InlineData(34.6, 33.0, null)] // Limassol
    [InlineData(62.5, 6.1, null)] // Ålesund: forests that make no canopy
    public void At_APlace_IsTheSpeciesTheCoastIsKnownFor(double latitude, double longitude, KelpSpecies? species) =>
        Assert.Equal(species, KelpCoasts.At(latitude, longitude));
}
