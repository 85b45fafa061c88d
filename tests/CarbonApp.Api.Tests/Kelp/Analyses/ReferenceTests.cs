using CarbonApp.Api.Tests.Fakes;

namespace CarbonApp.Api.Tests.Kelp.Analyses;

/// <summary>What needs no analysis: indices, species and tides.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public async Task IndicesAndSpecies_TellFormulasAndConstantsWithSources()
    {
        await using var api = new TestApi();

        var indices = (await api.GetAsync("/api/v2/indices")).At("indices").EnumerateArray().ToArray();
        var species = (await api.GetAsync("/api/v2/species")).At("species").EnumerateArray().ToArray();

        var fai = indices.Single(i => i.GetProperty("name").GetString() == "fai");
        Assert.Contains("Hu 2009", fai.GetProperty("source").GetString(), StringComparison.Ordinal);
        Assert.Equal("B08 - B05", fai.GetProperty("legacyFormula").GetString());
        Assert.All(indices, i => Assert.True(i.GetProperty("min").GetDouble() < i.GetProperty("max").GetDouble()));
        Assert.Equal(["nereocystis", "macrocystis"], species.Select(s => s.GetProperty("name").GetString()));
        Assert.All(species, s => Assert.Equal(10, s.GetProperty("constants").GetArrayLength()));
    }

    [Fact]
    public async Task Tide_NearAGauge_IsAHeightWithStationsAndACurve()
    {
        await using var api = new TestApi();

        var tide = await api.GetAsync("/api/v2/tide?lat=36.605&lon=-121.888&t=2023-08-16T19:19:11Z");
        var far = await api.GetAsync("/api/v2/tide?lat=34.6&lon=33&t=2023-08-16T19:19:11Z");
        var bad = await api.GetAsync("/api/v2/tide?lat=95&lon=x&t=yesterday");

        // NOAA's published constituents for Monterey; the height of a summer afternoon there lies within the range of its tides.
        Assert.Equal(200, tide.Status);
        Assert.InRange(tide.At("heightM").GetDouble(), -0.6, 2.4);
        Assert.Equal("MLLW", tide.String("chartDatum"));
        Assert.Equal(49, tide.At("curve").GetArrayLength());
        Assert.Equal(1, tide.At("stations").EnumerateArray().Sum(s => s.GetProperty("weight").GetDouble()), 1e-9);
        Assert.Equal((422, "NO_TIDE_STATION"), (far.Status, far.String("code")));
        Assert.Equal(400, bad.Status);
        Assert.All(new[] { "lat", "lon", "t" }, field => Assert.True(bad.At("errors").TryGetProperty(field, out _), field));
    }
}
