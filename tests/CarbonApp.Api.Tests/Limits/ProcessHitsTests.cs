using CarbonApp.ServiceDefaults.RateLimits;
using CarbonApp.Tests.Shared.Fakes;

namespace CarbonApp.Api.Tests.Limits;

public sealed class ProcessHitsTests
{
    [Fact]
    public void Admit_RandomCalls_IsAsCountingAllOfTheWindow()
    {
        var random = new Random(20261127);
        for (var round = 0; round < 50; round++)
        {
            var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 27, 0, 0, 0, TimeSpan.Zero));
            var hits = new ProcessHits(clock);
            RateLimitRule[] rules = [new("a", random.Next(1, 6), TimeSpan.FromSeconds(random.Next(1, 20))), new("b", random.Next(1, 12), TimeSpan.FromSeconds(40))];
            var admitted = new List<DateTimeOffset>();
            for (var call = 0; call < 100; call++)
            {
                clock.Advance(TimeSpan.FromSeconds(random.NextDouble() * 4));
                var now = clock.GetUtcNow();
                var fits = rules.All(r => admitted.Count(t => t > now - r.Window) < r.Limit);

                Assert.Equal(fits, hits.Admit("c", call, rules).Admitted);
                if (fits)
                {
                    admitted.Add(now);
                }
            }
        }
    }

    [Fact]
    public void Admit_MoreClientsThanKept_RemembersTheLatest()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 27, 0, 0, 0, TimeSpan.Zero));
        var hits = new ProcessHits(clock);
        RateLimitRule[] once = [new("r", 1, TimeSpan.FromHours(1))];
        for (var i = 0; i <= ProcessHits.MostKept; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            hits.Admit($"{i}", i, once);
        }

        Assert.False(hits.Admit($"{ProcessHits.MostKept}", 1, once).Admitted);
        Assert.True(hits.Admit("0", 2, once).Admitted);
    }
}
