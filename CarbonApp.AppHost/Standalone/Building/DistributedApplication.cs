using CarbonApp.AppHost.Standalone.Running;

namespace Aspire.Hosting;

/// <summary>The described system, run as processes of this machine. Has Aspire's name so that AppHost.cs need not know.</summary>
internal sealed class DistributedApplication(DistributedApplicationBuilder builder, HostOptions options)
{
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => new DistributedApplicationBuilder(HostOptions.Parse(args));

    /// <summary>Runs until it is told to stop. The process's exit code says how that went.</summary>
    public void Run() => Environment.ExitCode = options.ExitCode ?? StandaloneHost.RunAsync(builder, options).GetAwaiter().GetResult();
}
