using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Hosting;

namespace CarbonApp.ServiceDefaults.Telemetry;

/// <summary>
/// What the process may use, as gauges, so that use can be told as a share of it wherever it runs. The runtime's own
/// <c>dotnet.process.cpu.count</c> is whole: a container allowed half a core looks like one with a whole.
/// </summary>
internal sealed class ProcessLimits(IMeterFactory meters) : IHostedService
{
    private const string ControlGroup = "/sys/fs/cgroup";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The factory owns it.
        var meter = meters.Create("CarbonApp.Process");
        var (cores, bytes) = (Cores(Read("cpu.max")), Bytes(Read("memory.max")));
        meter.CreateObservableGauge("carbonapp.process.cpu.limit", () => cores, "{cpu}", "Cores the process may use: its container's quota, else the machine's.");
        meter.CreateObservableGauge("carbonapp.process.memory.limit", () => bytes, "By", "Memory the process may use: its container's limit, else the machine's.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <param name="text">Quota and period in µs, as control groups (version 2) tell them; null or "max …" where there is no quota.</param>
    internal static double Cores(string? text) =>
        text?.Split(' ') is [var quota, var period] && Positive(quota) is { } used && Positive(period) is { } of
            ? Math.Min(used / of, Environment.ProcessorCount)
            : Environment.ProcessorCount;

    /// <param name="text">Bytes; null or "max" where there is no limit.</param>
    internal static double Bytes(string? text) => Positive(text) ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private static double? Positive(string? text) =>
        double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value : null;

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(ControlGroup, file)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
