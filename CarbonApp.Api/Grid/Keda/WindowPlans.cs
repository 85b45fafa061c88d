using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Grid.Sources.Caching;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Keda;

/// <summary>
/// Plans of windows, each made once, when the window is first asked about, and kept until it closes: a plan made anew at every look would
/// chase the forecast and never finish its hours. Replicas share them through Redis; without it each keeps its own.
/// </summary>
internal sealed class WindowPlans(PlanMaker plans, RedisFeedStore shared, TimeProvider time)
{
    private const int MostKept = 10_000;

    private readonly ConcurrentDictionary<string, (DateTimeOffset End, PlannedStretch[] Stretches)> _kept = new(StringComparer.Ordinal);

    /// <summary>The stretches in which to run; null when there is no plan to be had, and then it will be tried again at the next look.</summary>
    public async Task<PlannedStretch[]?> StretchesAsync(ScalingWish wish, PlanWish plan, (DateTimeOffset Start, DateTimeOffset End) window, CancellationToken cancellationToken)
    {
        var key = Key(wish, plan, window);
        if (_kept.TryGetValue(key, out var kept))
        {
            return kept.Stretches;
        }

        if (await shared.GetAsync(key, StretchCodec.Instance) is { } theirs)
        {
            return Keep(key, window.End, theirs.Value);
        }

        // Asked for the first time in mid-window: what is left of it counts, as nobody knows whether anything has run.
        var now = time.GetUtcNow();
        var answer = await plans.MakeAsync(Request(wish, plan, window.Start > now ? window.Start : now, window.End), cancellationToken);
        if (answer.Result is not Ok<PlanResponse> { Value: { } made })
        {
            return null;
        }

        PlannedStretch[] stretches = [.. made.Segments.Select(s => new PlannedStretch(s.Start, s.End))];
        await shared.PutAsync(key, stretches, now, window.End - now, StretchCodec.Instance);
        return Keep(key, window.End, stretches);
    }

    private PlannedStretch[] Keep(string key, DateTimeOffset end, PlannedStretch[] stretches)
    {
        if (_kept.Count >= MostKept)
        {
            var now = time.GetUtcNow();
            foreach (var (old, _) in _kept.Where(k => k.Value.End <= now))
            {
                _kept.TryRemove(old, out _);
            }
        }

        return _kept.Count < MostKept ? _kept.GetOrAdd(key, (end, stretches)).Stretches : stretches;
    }

    private static PlanRequest Request(ScalingWish wish, PlanWish plan, DateTimeOffset from, DateTimeOffset to) => new()
    {
        Job = new PlanJob { Mode = plan.Mode, Duration = XmlConvert.ToString(plan.Duration), Earliest = from, Deadline = to },
        Sites = [wish.Site!],
        Objective = new PlanObjective { Signal = WireNames.Of(wish.Basis.Kind), Factor = WireNames.Of(wish.Basis.Factor) },
        Options = new PlanOptions { Explain = false },
    };

    private static string Key(ScalingWish wish, PlanWish plan, (DateTimeOffset Start, DateTimeOffset End) window)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{wish.Object}|{wish.Basis}|{plan.Mode}|{plan.Duration.Ticks}|{window.Start.UtcTicks}|{window.End.UtcTicks}");
        return "keda:" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Start and end of each stretch in UTC ticks, eight bytes each.</summary>
    private sealed class StretchCodec : IFeedCodec<PlannedStretch[]>
    {
        public static StretchCodec Instance { get; } = new();

        public byte[] Encode(PlannedStretch[] value)
        {
            var bytes = new byte[value.Length * 16];
            for (var i = 0; i < value.Length; i++)
            {
                BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(16 * i), value[i].Start.UtcTicks);
                BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan((16 * i) + 8), value[i].End.UtcTicks);
            }

            return bytes;
        }

        public PlannedStretch[] Decode(ReadOnlySpan<byte> bytes)
        {
            if (bytes.Length % 16 != 0)
            {
                throw new FormatException("The stretches of a plan are cut short.");
            }

            var stretches = new PlannedStretch[bytes.Length / 16];
            for (var i = 0; i < stretches.Length; i++)
            {
                stretches[i] = new PlannedStretch(At(bytes[(16 * i)..]), At(bytes[((16 * i) + 8)..]));
            }

            return stretches;
        }

        private static DateTimeOffset At(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadInt64BigEndian(bytes), TimeSpan.Zero);
    }
}
