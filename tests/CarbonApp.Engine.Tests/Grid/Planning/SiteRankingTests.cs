using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Tests.Grid.Planning;

public class SiteRankingTests
{
    [Fact]
    public void Rank_TransferOutweighsACleanerGrid_StaysAtHome()
    {
        var ranked = SiteRanking.Rank([Site("home", 100, 0), Site("far", 60, 50), Site("near", 80, 10)]);

        Assert.Equal([("near", 90.0), ("home", 100.0), ("far", 110.0)], ranked.Select(r => (r.Plan, r.Emissions!.Value.Grams)));
        Assert.Equal([2, 0, 1], ranked.Select(r => r.Site));
    }

    [Fact]
    public void Rank_EqualButForRounding_KeepsTheOrderGiven() =>
        Assert.Equal(["b", "a"], SiteRanking.Rank([Site("b", 0.3, 0), Site("a", 0.1, 0.2 - 3e-17)]).Select(r => r.Plan));

    [Fact]
    public void Rank_WithoutAPlan_ComesLastWithoutEmissions()
    {
        var ranked = SiteRanking.Rank([Site("gap", null, 1), Site("home", 500, 0)]);

        Assert.Equal(["home", "gap"], ranked.Select(r => r.Plan));
        Assert.Null(ranked[1].Emissions);
    }

    [Fact]
    public void Rank_NoSites_IsEmpty() => Assert.Empty(SiteRanking.Rank<string>([]));

    [Fact]
    public void Rank_PlansOfAJob_AreTheLeastOverSitesAndTimes()
    {
        // 2 kWh at the best hour of each site: 2 × 30 + 50 against 2 × 50.
        var job = new MovableJob(TimeSpan.FromHours(1), TestSignals.Midnight, TestSignals.Midnight.AddHours(2));
        var energy = Energy.FromKilowattHours(2);
        WindowOutcome[] plans = [ContiguousOptimum.Find(TestSignals.Hourly(30, 90), job), ContiguousOptimum.Find(TestSignals.Hourly(70, 50), job)];

        var ranked = SiteRanking.Rank([.. plans.Select((p, i) => (p, SiteRanking.EmissionsOf(p, energy), Co2eMass.FromGrams(i == 0 ? 50 : 0)))]);

        Assert.Equal([(1, 100.0), (0, 110.0)], ranked.Select(r => (r.Site, r.Emissions!.Value.Grams)));
    }

    private static (string, Co2eMass?, Co2eMass) Site(string name, double? grams, double transfer) =>
        (name, grams is { } g ? Co2eMass.FromGrams(g) : null, Co2eMass.FromGrams(transfer));
}
