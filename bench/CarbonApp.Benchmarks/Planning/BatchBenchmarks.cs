using System.Diagnostics;
using CarbonApp.Engine.Grid.Planning.Batch;
using CarbonApp.Engine.Units;

namespace CarbonApp.Benchmarks.Planning;

/// <summary>
/// Batches whose size grows, timed once each with the proof: <c>dotnet run -c Release --project bench/CarbonApp.Benchmarks batch</c>.
/// Thirty sites, a week of hours, capacity for about twice what is needed; every job over a day to the week, 1 to 48 h long.
/// </summary>
internal static class BatchBenchmarks
{
    private const int Sites = 30;
    private const int Slots = 168;

    public static void Run()
    {
        Time("warm-up", Problem(50, powers: 1, pickySites: false));
        Time("warm-up", InOnePiece(Problem(50, powers: 1, pickySites: false)));
        foreach (var jobs in new[] { 100, 300, 1000 })
        {
            Time($"{jobs} jobs in one piece", InOnePiece(Problem(jobs, powers: 4, pickySites: true)));
        }

        foreach (var jobs in new[] { 100, 300, 1000, 3000, 10_000 })
        {
            Time($"{jobs} jobs alike", Problem(jobs, powers: 1, pickySites: false));
            Time($"{jobs} jobs of 4 powers, half of them choosy", Problem(jobs, powers: 4, pickySites: true));
            if (jobs <= 3000)
            {
                Time($"{jobs} jobs each of its own power", Problem(jobs, powers: int.MaxValue, pickySites: false));
            }
        }
    }

    private static void Time(string name, BatchProblem problem)
    {
        var watch = Stopwatch.StartNew();
        var outcome = BatchPlanner.Find(problem);
        var seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine(outcome is BatchOutcome.Planned plan
            ? $"{name,-45} {seconds,8:0.000} s  {plan.Emissions.Kilograms,12:0.000} kg  gap {plan.Gap:0.0e0}  {Process.GetCurrentProcess().WorkingSet64 / 1e6:0} MB"
            : $"{name,-45} {seconds,8:0.000} s  infeasible");
    }

    private static BatchProblem InOnePiece(BatchProblem problem) =>
        problem with { Jobs = [.. problem.Jobs.Select(j => j with { Mode = BatchMode.Contiguous })] };

    private static BatchProblem Problem(int jobs, int powers, bool pickySites)
    {
        var random = new Random(42);
        var items = Enumerable.Range(0, jobs).Select(_ =>
        {
            var slots = random.Next(1, 49);
            var first = random.Next(0, Slots - slots + 1);
            var end = Math.Min(Slots, first + slots + random.Next(12, 97));
            var watts = powers == 1 ? 1000 : powers == int.MaxValue ? 200 + (2000 * random.NextDouble()) : 250 * (1 << random.Next(powers));
            int[]? sites = pickySites && random.Next(2) == 0 ? [.. Enumerable.Range(random.Next(0, 3) * 10, 10)] : null;
            return new BatchJob(slots, first, end, Power.FromWatts(watts), Sites: sites);
        }).ToArray();
        var capacity = Math.Max(1, (int)Math.Ceiling(2.0 * items.Sum(j => j.Slots) / (Sites * Slots)));
        var sites = Enumerable.Range(0, Sites).Select(s =>
        {
            var (mean, swing, phase) = (80 + (20 * s) + random.Next(40), 20 + random.Next(80), random.NextDouble());
            return new BatchSite([.. Enumerable.Range(0, Slots).Select(t => Math.Max(5, mean + (swing * Math.Sin(2 * Math.PI * ((t / 24.0) + phase))) + (30 * random.NextDouble())))], capacity);
        });
        return new BatchProblem(TimeSpan.FromHours(1), [.. sites], items);
    }
}
