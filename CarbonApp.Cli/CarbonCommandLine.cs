using System.CommandLine;
using System.CommandLine.Invocation;
using CarbonApp.Cli.Backtests;
using CarbonApp.Cli.Footprints;
using System.CommandLine.Parsing;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Imports;
using CarbonApp.Cli.Keys;
using CarbonApp.Cli.Kelp;
using CarbonApp.Cli.Ledger;
using CarbonApp.Cli.Mcp;
using CarbonApp.Cli.Plans;
using CarbonApp.Cli.Ranks;
using CarbonApp.Cli.Schedules;
using CarbonApp.Cli.Terminal;
using CarbonApp.Cli.Waits;
using CarbonApp.Cli.WhatIf;

namespace CarbonApp.Cli;

/// <summary>The whole command line: commands, signals, and how an error becomes an exit code.</summary>
internal static class CarbonCommandLine
{
    /// <summary>Ours is the only action: signals are handled here, and an exception is a message, never a stack trace by the parser.</summary>
    private static readonly InvocationConfiguration Invocation = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new StopSignals();
        var screen = new Screen();
        try
        {
            var (own, command) = WaitCommand.SplitCommand(args);
            var parsed = Root(screen, stop, command).Parse(own);
            return parsed.Action is ParseErrorAction ? Refuse(parsed, screen) : await parsed.InvokeAsync(Invocation, stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            screen.Say("Cancelled.");
            return stop.ExitCode;
        }
        catch (ApiUnreachableException e)
        {
            screen.SayError(e.Message);
            return ExitCode.ApiUnreachable;
        }
        catch (ApiProblemException e)
        {
            screen.SayError(e.Message);
            return e.ExitCode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            screen.SayError(e.Message);
            return ExitCode.Failure;
        }
    }

    private static RootCommand Root(Screen screen, StopSignals stop, string[]? command)
    {
        var api = new ApiOption();
        var root = new RootCommand("Asks CarbonApp when and where work should run so that it emits the least carbon, and how much carbon kelp holds.")
        {
            api.Option,
            ImportCommand.Create(api, screen),
            PlanCommand.Create(api, screen),
            RankCommand.Create(api, screen),
            ActualsCommand.Create(api, screen),
            LedgerCommand.Create(api, screen),
            FootprintCommand.Create(api, screen),
            ScheduleCommand.Create(api, screen),
            KeysCommand.Create(api, screen),
            WaitCommand.Create(api, screen, stop, command),
            BacktestCommand.Create(api, screen),
            WhatIfCommand.Create(api, screen),
            KelpCommand.Create(api, screen, stop),
            McpCommand.Create(api, screen),
        };
        HelpWithExitCodes.AddTo(root);
        return root;
    }

    /// <summary>What is wrong, and where the help is; a page of help would push the error off the screen.</summary>
    private static int Refuse(ParseResult parsed, Screen screen)
    {
        foreach (var error in parsed.Errors)
        {
            screen.SayError(error.Message);
        }

        var command = string.Concat(Path(parsed.CommandResult).Select(name => name + " "));
        screen.Say($"See carbon {command}--help.");
        return ExitCode.Usage;
    }

    /// <summary>Names of the commands down to this one, without the program's.</summary>
    private static IEnumerable<string> Path(CommandResult result) =>
        result.Parent is CommandResult parent ? Path(parent).Append(result.Command.Name) : [];
}
