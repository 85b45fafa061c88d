using System.CommandLine;

namespace CarbonApp.AppHost.Standalone.Running;

/// <summary>What the command line says.</summary>
internal sealed record HostOptions
{
    /// <summary>Folder asked for with --data, else null.</summary>
    public string? Data { get; init; }

    /// <summary>Empty the data folder before starting.</summary>
    public bool Reset { get; init; }

    public string EnvironmentName { get; init; } = "Development";

    /// <summary>Everything of the form --Some:Key=value, for the configuration.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Set when there is nothing to run: help was printed (0), or the arguments are wrong (2).</summary>
    public int? ExitCode { get; init; }

    /// <summary>Reads the arguments; prints help or faults itself, as every program's do.</summary>
    public static HostOptions Parse(string[] args)
    {
        var data = new Option<string?>("--data") { Description = "Folder that keeps data between runs (also CARBONAPP_DATA). Default: .carbonapp in the clone; run as root below a closed home: /var/lib/carbonapp/…" };
        var reset = new Option<bool>("--reset") { Description = "Empty that folder first: all imported and stored data is lost" };
        var environment = new Option<string?>("--environment") { Description = "ASPNETCORE_ENVIRONMENT of the services [default: Development]" };
        var settings = args.Where(IsSetting).ToArray();
        var command = new RootCommand("""
            Runs CarbonApp (Redis, Postgres, Api, Web) as processes of this machine, until Ctrl+C.

            Settings, as variables or as --Name:Part=value:
              ConnectionStrings__cache, ConnectionStrings__carbondb   servers of yours, used instead of starting some
              Ports__api, Ports__web, Ports__cache, Ports__postgres   wished ports; when one is taken the next free one is used
              EL_MAPS_API_KEY                                         key of Electricity Maps, may be left out
              NO_COLOR                                                no colours
            """)
        { data, reset, environment };

        var result = command.Parse(args.Except(settings).ToArray());
        var action = result.Action;
        if (action is not null || result.Errors.Count > 0)
        {
            return new HostOptions { ExitCode = result.Invoke() == 0 ? 0 : 2 };
        }

        return new HostOptions
        {
            Data = result.GetValue(data) ?? System.Environment.GetEnvironmentVariable("CARBONAPP_DATA"),
            Reset = result.GetValue(reset),
            EnvironmentName = result.GetValue(environment)
                ?? System.Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
                ?? System.Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
                ?? "Development",
            Settings = settings,
        };
    }

    private static bool IsSetting(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument.IndexOf(':', StringComparison.Ordinal) is var colon && colon > 0
        && argument.IndexOf('=', StringComparison.Ordinal) > colon;
}
