using System.Diagnostics;
using System.Globalization;
using CarbonApp.Engine.Kelp.Carbon;
using CarbonApp.Engine.Units;

namespace CarbonApp.Benchmarks.Kelp;

/// <summary>10,000 draws over many beds: at one tide as in one scene, and spread over two metres of tide, all centimetres of them, the worst case.</summary>
internal static class CarbonBenchmarks
{
    public const string Command = "kelp-carbon";

    private const int Runs = 30;

    public static void Run(TextWriter output)
    {
        output.WriteLine("| beds | tides | best ms | p50 ms | p95 ms | p50 ms of processor | p5/p50/p95 of the total, t C |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (beds, tides) in new[] { (1, 1), (1_000, 1), (1_000, 30), (1_000, 200), (10_000, 200) })
        {
            Measure(output, beds, tides);
        }
    }

    private static void Measure(TextWriter output, int count, int tides)
    {
        MappedBed[] beds = [.. Enumerable.Range(0, count).Select(i => new MappedBed($"{i}", Area.FromSquareMetres(400 + i), i % tides * 0.01))];
        var (milliseconds, processor, total) = (new double[Runs], new double[Runs], default(Percentiles<CarbonMass>));
        for (var run = -3; run < Runs; run++)
        {
            var hash = new byte[32];
            hash[0] = (byte)run;
            var (start, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            var outcome = (CarbonOutcome.Estimated)KelpCarbon.Estimate(beds, KelpConstants.For(KelpSpecies.Nereocystis), hash);
            if (run >= 0)
            {
                milliseconds[run] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                processor[run] = (Environment.CpuUsage.TotalTime - used).TotalMilliseconds;
            }

            total = outcome.Total.Stock;
        }

        Array.Sort(milliseconds);
        Array.Sort(processor);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {count} | {tides} | {milliseconds[0]:0.0} | {milliseconds[Runs / 2]:0.0} | {milliseconds[Runs * 95 / 100]:0.0} | {processor[Runs / 2]:0.0} | {total.P5.Tonnes:0.00}/{total.P50.Tonnes:0.00}/{total.P95.Tonnes:0.00} |"));
    }
}
