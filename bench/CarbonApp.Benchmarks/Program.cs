using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CarbonApp.Benchmarks.Backtesting;
using CarbonApp.Benchmarks.Forecasting;
using CarbonApp.Benchmarks.Kelp;
using CarbonApp.Benchmarks.Planning;

if (args is ["batch"])
{
    BatchBenchmarks.Run();
    return 0;
}

if (args is [JointBenchmarks.Command])
{
    JointBenchmarks.Run(Console.Out);
    return 0;
}

if (args is [CarbonBenchmarks.Command])
{
    CarbonBenchmarks.Run(Console.Out);
    return 0;
}

if (args is [CompositeBenchmarks.Command])
{
    CompositeBenchmarks.Run(Console.Out);
    return 0;
}

if (args is [TileBenchmarks.Command])
{
    TileBenchmarks.Run(Console.Out);
    return 0;
}

if (args is [DetectionBenchmarks.Command, .. var detection])
{
    return await DetectionBenchmarks.RunAsync(detection, Console.Out);
}

if (args is [BacktestBenchmarks.Command, var zones])
{
    return BacktestBenchmarks.Write(zones, Console.Out);
}

if (args is [ForecastSkillTable.Command, var path])
{
    return ForecastSkillTable.Write(path, Console.Out);
}

// In process: the default toolchain writes and builds a project of its own, which the repository's build rules do not expect.
var config = ManualConfig.CreateEmpty()
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddLogger(ConsoleLogger.Default)
    .AddExporter(MarkdownExporter.GitHub)
    .WithArtifactsPath(Path.Combine("artifacts", "benchmarks"));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length > 0 ? args : ["--filter", "*"], config);
return 0;
