using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using CarbonApp.AppHost.Servers;
using Microsoft.Extensions.Configuration;

namespace CarbonApp.AppHost.Standalone.Running;

/// <summary>Runs the described system: starts in order, says what is up, keeps it up, stops in the opposite order.</summary>
internal sealed class StandaloneHost(IDistributedApplicationBuilder builder, HostOptions options, HostConsole console, TimeProvider time)
{
    private readonly List<(IResource Resource, SupervisedProcess Process)> _processes = [];

    /// <summary>Runs until told to stop; 0 after a clean stop, 1 when something cannot be started.</summary>
    public static async Task<int> RunAsync(IDistributedApplicationBuilder builder, HostOptions options)
    {
        using var signals = new ShutdownSignals(TimeProvider.System);
        return await new StandaloneHost(builder, options, HostConsole.ForTerminal(), TimeProvider.System).RunAsync(signals.Stop, signals.Insist);
    }

    /// <summary>Runs until <paramref name="stop"/>; kills what has not ended at <paramref name="insist"/>.</summary>
    public async Task<int> RunAsync(CancellationToken stop, CancellationToken insist)
    {
        try
        {
            var order = StartOrder.Of(builder.Resources);
            var data = DataFolder.For(options.Data ?? builder.Configuration["CARBONAPP_DATA"], Path.GetDirectoryName(builder.AppHostDirectory)!);
            data.Open();
            using var hostLock = HostLock.Take(data);
            await RunAsync(order, data, stop, insist);
            return 0;
        }
        catch (Exception exception) when (exception is ServerUnavailableException or InvalidOperationException or UnauthorizedAccessException or IOException)
        {
            console.Say(exception.Message);
            return 1;
        }
    }

    private async Task RunAsync(IReadOnlyList<IResource> order, DataFolder data, CancellationToken stop, CancellationToken insist)
    {
        var began = time.GetTimestamp();
        var records = new ProcessRecords(data.Running);
        console.Say($"data in {data.Root}");
        await Leftovers.ClearAsync(data, records, console.Say);
        if (options.Reset)
        {
            data.Empty();
            console.Say("data folder emptied");
        }

        var specs = new ProcessSpecs(builder.Configuration, data, new PortPlan(builder.Configuration, data, console.Say), options.EnvironmentName);
        specs.Find(order);
        using var launcher = new ProcessLauncher();
        _processes.AddRange(order.SelectMany(resource => specs.Of(resource).Select(spec => (resource, new SupervisedProcess(spec, launcher, records, console, time)))));
        console.Introduce(_processes.Select(entry => entry.Process.Name));
        foreach (var given in builder.Resources.OfType<ConnectionStringResource>())
        {
            console.Say($"{given.Name} is the server named in ConnectionStrings:{given.Name}, not started here");
        }

        try
        {
            foreach (var (resource, process) in _processes)
            {
                var needs = StartOrder.Needs(resource).ToHashSet();
                process.Begin(_processes.Where(other => needs.Contains(other.Resource)).Select(other => other.Process));
            }

            await AllUpAsync(stop);
            console.Say(Summary(time.GetElapsedTime(began)));
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            console.Say("stopping");
        }
        finally
        {
            await StopAsync(insist);
            _processes.ForEach(entry => entry.Process.Dispose());
            console.Say("stopped, nothing is left running");
        }
    }

    // The first that cannot be started ends the wait; those behind it would wait for ever.
    private async Task AllUpAsync(CancellationToken stop)
    {
        var pending = _processes.Select(entry => entry.Process.Up).ToList();
        while (pending.Count > 0)
        {
            var done = await Task.WhenAny(pending).WaitAsync(stop);
            await done;
            pending.Remove(done);
        }
    }

    // Dependents first, and Postgres after everything else, so that nobody's last words are lost.
    private async Task StopAsync(CancellationToken insist)
    {
        var remaining = _processes.ToList();
        while (remaining.Count > 0)
        {
            var needed = remaining.SelectMany(entry => StartOrder.Needs(entry.Resource)).ToHashSet();
            var free = remaining.Where(entry => !needed.Contains(entry.Resource)).ToList();
            var others = free.Where(entry => entry.Resource is not PostgresServerResource).ToList();
            var now = others.Count > 0 ? others : free;
            await Task.WhenAll(now.Select(entry => entry.Process.StopAsync(insist)));
            remaining.RemoveAll(now.Contains);
        }
    }

    private string Summary(TimeSpan took)
    {
        var door = _processes.Where(entry => entry.Resource is ProcessResource { IsExternal: true }).Select(entry => entry.Process.Address).FirstOrDefault();
        return string.Create(CultureInfo.InvariantCulture, $"everything is up after {took.TotalSeconds:0.0} s{(door is null ? "" : $": open {door}")} (Ctrl+C stops all of it)");
    }
}
