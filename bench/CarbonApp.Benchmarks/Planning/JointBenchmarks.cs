using System.Diagnostics;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Benchmarks.Planning;

/// <summary>The best of all sites and all times, as POST /api/v2/plan computes it once the signals are read: each site of a zone of its own, the worst case.</summary>
internal static class JointBenchmarks
{
    public const string Command = "joint";

    private static readonly TimeSpan Duration = TimeSpan.FromHours(6);
    private static readonly Power Power = Power.FromWatts(850);
    private static readonly ScalingProfile Profile = ScalingProfile.FromLevels(
        Enumerable.Range(1, 8).Select(n => new ScalingLevel(n, 10 * Math.Pow(n, 0.9), Power.FromWatts(60 * n))));

    public static void Run(TextWriter output)
    {
        output.WriteLine("| sites × hours | job | p50 ms | p99 ms | p99 ms of processor | runs |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (var (sites, hours, runs) in new[] { (20, 72, 2000), (200, 72, 2000), (2000, 72, 300), (200, 720, 500) })
        {
            CarbonSignal[] signals = [.. Enumerable.Range(0, sites).Select(seed => DaysOfCarbon.Create(hours, TimeSpan.FromHours(1), seed))];
            var job = new MovableJob(Duration, DaysOfCarbon.Start, DaysOfCarbon.Start.AddHours(hours));
            var elastic = new ElasticJob(120, job.Earliest, job.Deadline);
            Measure(output, $"{sites} × {hours}", "in one piece", runs, () => Best(signals, s => ContiguousOptimum.Find(s, job)));
            Measure(output, $"{sites} × {hours}", "free pauses", runs, () => Best(signals, s => InterruptibleOptimum.Find(s, job)));
            Measure(output, $"{sites} × {hours}", "elastic, 8 sizes", runs / 4, () => SiteRanking.Rank([.. signals.Select((s, i) =>
            {
                var outcome = ElasticOptimum.Find(s, elastic, Profile);
                return (outcome, SiteRanking.EmissionsOf(outcome), Co2eMass.FromGrams(i));
            })]).Count);
        }
    }

    private static int Best(CarbonSignal[] signals, Func<CarbonSignal, WindowOutcome> optimum) => SiteRanking.Rank([.. signals.Select((s, i) =>
    {
        var outcome = optimum(s);
        return (outcome, SiteRanking.EmissionsOf(outcome, Power * Duration), Co2eMass.FromGrams(i));
    })])[0].Site;

    private static void Measure(TextWriter output, string size, string job, int runs, Func<int> run)
    {
        for (var i = 0; i < Math.Min(200, runs); i++)
        {
            run();
        }

        // On a busy machine the clock counts the waiting for a processor too; what the process itself used does not.
        var (milliseconds, processor) = (new double[runs], new double[runs]);
        for (var i = 0; i < runs; i++)
        {
            var (start, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            run();
            milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            processor[i] = (Environment.CpuUsage.TotalTime - used).TotalMilliseconds;
        }

        Array.Sort(milliseconds);
        Array.Sort(processor);
        output.WriteLine(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"| {size} | {job} | {milliseconds[runs / 2]:0.000} | {milliseconds[(int)(runs * 0.99)]:0.000} | {processor[(int)(runs * 0.99)]:0.000} | {runs} |"));
    }
}
