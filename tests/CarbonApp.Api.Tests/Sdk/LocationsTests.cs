using System.Text.Json;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Api.Tests.Sdk;

public sealed class LocationsTests
{
    [Fact]
    public async Task Get_All_HasRegionsOfThreeProvidersAndZones()
    {
        await using var api = new TestApi();

        var answer = await api.GetAsync("/locations");

        var places = SdkClient.Read<Dictionary<string, SdkClient.Place>>(answer.Text);
        Assert.All(places, p => Assert.Equal(p.Key, p.Value.Name));
        Assert.All(["eastus", "eu-west-2", "europe-west1", "GB", "US-MIDA-PJM"], name => Assert.Contains(name, places.Keys));
        Assert.Equal((37.37, -79.82), (places["eastus"].Latitude, places["eastus"].Longitude));
    }

    [Fact]
    public async Task EveryLocationOfTheSdk_IsListedAndAnswered()
    {
        var theirs = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.File("grid/cloud-regions/casdk_azure_regions.json")))
            .RootElement.EnumerateObject().Select(p => p.Name).ToArray();
        await using var api = new TestApi();
        var ours = SdkClient.Read<Dictionary<string, SdkClient.Place>>((await api.GetAsync("/locations")).Text);

        // Known to no source in this test: 204, where an unknown location is 400.
        var answers = await Task.WhenAll(theirs.Select(async name => (Name: name, Answer: await api.GetAsync($"/emissions/bylocation?location={name.ToUpperInvariant()}"))));

        Assert.Equal(55, theirs.Length);
        Assert.Empty(theirs.Except(ours.Keys));
        Assert.All(answers, a => Assert.True(a.Answer.Status == 204, a.Name));
    }
}
