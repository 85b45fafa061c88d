using CarbonApp.AppHost.Tests.Standalone;

namespace CarbonApp.AppHost.Tests.Acceptance;

/// <summary>Tests that only ask: one system for all of them.</summary>
[CollectionDefinition(Name)]
public sealed class WholeSystem : ICollectionFixture<GreatBritainSystem>
{
    public const string Name = "the whole system";

    internal static HttpClient ClientOf(HostRun run, string service = "api") =>
        new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = run.AddressOf(service), Timeout = TimeSpan.FromSeconds(20) };
}

/// <summary>Tests that measure time or kill servers run one after another, when all others are done.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OnQuietMachine
{
    public const string Name = "on a quiet machine";
}
