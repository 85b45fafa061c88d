using CarbonApp.AppHost.Servers;

namespace CarbonApp.AppHost.Standalone.Running;

/// <summary>All that is needed to start one process, see that it is well, and stop it.</summary>
internal sealed record ProcessSpec
{
    public required string Name { get; init; }

    /// <summary>Where it is reached, as printed; empty when nowhere.</summary>
    public string Address { get; init; } = "";

    /// <summary>Makes ready what the process needs and says how to start it; called before every start, may take seconds.</summary>
    public required Func<ServerCommand> Prepare { get; init; }

    public Func<IReadOnlyDictionary<string, string>> Environment { get; init; } = () => new Dictionary<string, string>();

    public HealthProbe Health { get; init; } = HealthProbes.Running;

    /// <summary>Asks for a clean end: SIGTERM, or SIGINT for Postgres, whose SIGTERM waits for its clients.</summary>
    public int StopSignal { get; init; } = PosixSignals.Terminate;

    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where there are no signals, a command that asks for a clean end.</summary>
    public ServerCommand? StopCommand { get; init; }

    /// <summary>A program may have done its work; a service never ends by itself.</summary>
    public bool MayFinish { get; init; }
}
