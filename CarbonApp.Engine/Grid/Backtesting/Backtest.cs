using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Backtesting;

/// <summary>What policies would have emitted, had they placed jobs over a zone's past.</summary>
/// <remarks>
/// Every policy places every job by what its knowledge says at the job's release, and is charged what was measured. A slot that was not measured
/// is never chosen; a policy that knows too little to choose runs at once. Deterministic; one thread: zones are independent of one another.
/// Example: hours of 100, 50 and 80, a job of one hour released at the first that may take until the third: run-now 100, contiguous by
/// perfect knowledge 50, a saving of 0.5 and no regret.
/// </remarks>
public static class Backtest
{
    /// <summary>Runs all sets with all policies.</summary>
    /// <param name="series">What was measured.</param>
    /// <param name="sets">Jobs.</param>
    /// <param name="policies">Policies, each once.</param>
    /// <param name="knowledge">What they know of the time to come.</param>
    /// <param name="progress">Told the part done, 0 to 1.</param>
    /// <param name="cancellationToken">Looked at every thousand jobs.</param>
    /// <returns>By set, then policy, in the orders given.</returns>
    /// <exception cref="ArgumentException">The noise has fewer slots than the series, or none was drawn.</exception>
    public static IReadOnlyList<BacktestResult> Run(
        BacktestSeries series, IReadOnlyList<BacktestJobSet> sets, IReadOnlyList<BacktestPolicy> policies, BacktestKnowledge knowledge,
        IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var thresholds = new PastThreshold(series);
        var perfect = new BacktestGuide.Fixed(series.Array);
        BacktestPolicy[] asked = [.. policies];

        // The one who knows the future is a policy too; where all know it, a single pass serves both.
        BacktestPolicy[] best = [BacktestPolicy.Contiguous, BacktestPolicy.Interruptible];
        var oracle = new BacktestPass(series, perfect, thresholds, best, cancellationToken);
        var isPerfect = knowledge is BacktestKnowledge.Perfect;
        BacktestPass[] draws = isPerfect
            ? [new BacktestPass(series, perfect, thresholds, [.. asked.Union(best)], cancellationToken)]
            : [.. GuidesOf(series, knowledge).Select(guide => new BacktestPass(series, guide, thresholds, asked, cancellationToken))];

        var results = new List<BacktestResult>(sets.Count * asked.Length);
        for (var set = 0; set < sets.Count; set++)
        {
            BacktestTotals[] totals = [.. draws.Select(draw => draw.Run(sets[set]))];
            var known = isPerfect ? totals[0] : oracle.Run(sets[set]);
            results.AddRange(asked.Select((policy, p) => ResultOf(sets[set], policy, p, totals, known)));
            progress?.Report((set + 1.0) / sets.Count);
        }

        return results;
    }

    private static IEnumerable<BacktestGuide> GuidesOf(BacktestSeries series, BacktestKnowledge knowledge)
    {
        switch (knowledge)
        {
            case BacktestKnowledge.Noise noise when noise.Normals.Count == 0 || noise.Normals.Any(n => n.Length < series.Count):
                throw new ArgumentException($"The series has {series.Count} slots: draw errors for as many, once or more.", nameof(knowledge));
            case BacktestKnowledge.Noise noise:
                return noise.Normals.Select(normals => BacktestGuide.Fixed.WithNoise(series, noise.Error, normals));
            case BacktestKnowledge.Persistence:
                return [new BacktestGuide.Persistence(series)];
            case BacktestKnowledge.Own:
                return [new BacktestGuide.Own(series)];
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static BacktestResult ResultOf(BacktestJobSet set, BacktestPolicy policy, int index, BacktestTotals[] draws, BacktestTotals known)
    {
        var oracle = known.Of(policy == BacktestPolicy.Interruptible ? BacktestPolicy.Interruptible : BacktestPolicy.Contiguous);
        return new BacktestResult(
            set,
            policy,
            known.Jobs,
            known.LeftOut,
            Energy.FromKilowattHours(known.KilowattHours),
            Mass(draws.Average(d => d.Emissions[index])),
            Mass(draws.Average(d => d.RunNow)),
            Mass(oracle),
            [.. draws.Select(d => d.RunNow > 0 ? 1 - (d.Emissions[index] / d.RunNow) : double.NaN)],
            oracle > 0 ? draws.Average(d => (d.Emissions[index] / oracle) - 1) : double.NaN);
    }

    private static Co2eMass Mass(double grams) => Co2eMass.FromGrams(Math.Max(0, grams));
}
