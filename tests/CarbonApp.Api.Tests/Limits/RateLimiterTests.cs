using System.Diagnostics.Metrics;
using CarbonApp.ServiceDefaults.RateLimits;
using CarbonApp.Tests.Shared.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CarbonApp.Api.Tests.Limits;

/// <summary>Counters that come and go, in any order.</summary>
public sealed class RateLimiterTests
{
    private static readonly RateLimitRule[] Five = [new("r", 5, TimeSpan.FromMinutes(1))];

    [Fact]
    public async Task Admit_CountersComeAndGo_TheLimitHoldsToTheCall()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 27, 0, 0, 0, TimeSpan.Zero));
            Remembering first = new(clock), second = new(clock);
            using var limiter = Create(clock, first, second);
            var admitted = 0;
            for (var call = 0; call < 12; call++)
            {
                if (random.Next(6) == 0)
                {
                    (random.Next(2) == 0 ? first : second).Forget();
                }

                first.IsSettled = random.Next(2) == 0;
                first.Away = random.Next(2) == 0;
                second.Away = !first.Away && random.Next(2) == 0;
                admitted += (await limiter.AdmitAsync("c", Five)).Admitted ? 1 : 0;
            }

            Assert.Equal(5, admitted);
        }
    }

    [Fact]
    public async Task Admit_CounterLostItsMemory_ThisProcessStillHolds()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 27, 0, 0, 0, TimeSpan.Zero));
        var counter = new Remembering(clock);
        using var limiter = Create(clock, counter);
        for (var i = 0; i < 5; i++)
        {
            await limiter.AdmitAsync("c", Five);
            counter.Forget();
        }

        Assert.False((await limiter.AdmitAsync("c", Five)).Admitted);
    }

    private static RateLimiter Create(TimeProvider clock, params IRateCounter[] counters) => new(
        counters, 1, clock, new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(), NullLogger<RateLimiter>.Instance);

    /// <summary>A shared counter in memory that counts what it is told, once each.</summary>
    private sealed class Remembering(TimeProvider clock) : IRateCounter
    {
        private readonly Dictionary<long, DateTimeOffset> _times = [];

        public bool Away { get; set; }

        public bool IsSettled { get; set; } = true;

        public string Name => "remembering";

        public void Forget() => _times.Clear();

        public Task<RateLimitVerdict?> TryAdmitAsync(string client, long hit, IReadOnlyList<RateLimitRule> rules, IReadOnlyList<KnownHits> known)
        {
            if (Away)
            {
                return Task.FromResult<RateLimitVerdict?>(null);
            }

            if (known[0].Witness != 0 && !_times.ContainsKey(known[0].Witness))
            {
                return Task.FromResult<RateLimitVerdict?>(RateLimitVerdict.Forgotten);
            }

            foreach (var (id, age) in known[0].Untold)
            {
                _times.TryAdd(id, clock.GetUtcNow() - TimeSpan.FromMicroseconds(age));
            }

            var admitted = _times.Count < rules[0].Limit;
            if (admitted)
            {
                _times.Add(hit, clock.GetUtcNow());
            }

            return Task.FromResult<RateLimitVerdict?>(new(admitted, [new(rules[0], _times.Count, rules[0].Window)]));
        }
    }
}
