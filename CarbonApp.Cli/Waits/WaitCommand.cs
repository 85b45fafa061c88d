using System.CommandLine;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Plans;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Waits;

/// <summary><c>carbon wait</c>: sleeps until the planned start, then ends, or runs a command.</summary>
internal static class WaitCommand
{
    /// <summary>
    /// Everything behind -- is the command to run. Taken off before parsing, because an argument that takes the rest would also
    /// take a mistyped option of ours.
    /// </summary>
    public static (string[] Own, string[]? Command) SplitCommand(string[] args)
    {
        var separator = Array.IndexOf(args, "--");
        var own = separator < 0 ? args : args.AsSpan(0, separator).ToArray();
        return separator >= 0 && own.Contains("wait") && own.Contains("--run")
            ? (own, args.AsSpan(separator + 1).ToArray())
            : (args, null);
    }

    public static Command Create(ApiOption api, Screen screen, StopSignals stop, string[]? toRun)
    {
        var options = new PlanOptionSet();
        var run = new Option<bool>("--run") { Description = "Then run the command behind -- and end with its exit code." };
        var maxWait = new Option<TimeSpan?>("--max-wait")
        {
            Description = $"Start within this time at the latest, {TimeArguments.DurationHelp}.",
            HelpName = "DURATION",
            CustomParser = result => TimeArguments.ParseDuration(result),
        };
        var command = new Command(
            "wait",
            "Sleeps until the best start of a job, then ends, or with --run -- COMMAND runs it. Without an Api or a signal it warns and " +
            "starts at once: a job is never lost for the sake of its carbon.");
        options.AddTo(command, full: false);
        command.Options.Add(run);
        command.Options.Add(maxWait);
        command.Validators.Add(result =>
        {
            if (result.GetValue(run) && toRun is not { Length: > 0 })
            {
                result.AddError("--run needs the command behind --: carbon wait … --run -- COMMAND ARGUMENTS");
            }

            if (result.GetValue(options.Mode) is "interruptible" or "elastic")
            {
                result.AddError(
                    "wait starts a job once and cannot pause and resume it: leave out --mode, or ask carbon plan for the segments and run them yourself.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var start = await FindStartAsync(parsed, api, options, parsed.GetValue(maxWait), screen, cancellationToken);
            await Countdown.UntilAsync(start, TimeProvider.System, screen, cancellationToken);
            return parsed.GetValue(run) ? await ChildProcess.RunAsync(toRun!, stop, screen) : ExitCode.Ok;
        });
        return command;
    }

    /// <summary>The planned start, or the earliest allowed one when there is no plan to be had.</summary>
    private static async Task<DateTimeOffset> FindStartAsync(
        ParseResult parsed, ApiOption api, PlanOptionSet options, TimeSpan? maxWait, Screen screen, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var request = WithinMaxWait(options.ToRequest(parsed, now), now, parsed.GetValue(options.Duration), maxWait);
        try
        {
            using var connection = api.Connect(parsed);
            var plan = await connection.PostAsync<PlanResponse>(PlanCommand.Path, request, cancellationToken);
            Tell(plan, OutputOption.IsJson(parsed, options.Output), screen);
            return plan.Value.Segments[0].Start;
        }
        catch (Exception e) when (e is ApiUnreachableException or ApiProblemException { IsNotTheCallersFault: true })
        {
            var earliest = request.Job!.Earliest is { } at && at > now ? at : now;
            screen.SayWarning($"No plan: {e.Message}");
            screen.SayWarning(earliest > now ? $"Starting at the earliest time allowed, {Quantities.Time(earliest)}." : "Starting now, whatever the grid's carbon intensity.");
            return earliest;
        }
    }

    /// <summary>A latest start is a deadline for a job of known duration.</summary>
    private static PlanRequest WithinMaxWait(PlanRequest request, DateTimeOffset now, TimeSpan duration, TimeSpan? maxWait)
    {
        if (maxWait is not { } most)
        {
            return request;
        }

        var latest = now + most + duration;
        var deadline = request.Job!.Deadline is { } given && given < latest ? given : latest;
        return request with { Job = request.Job with { Deadline = deadline } };
    }

    private static void Tell(ApiAnswer<PlanResponse> plan, bool json, Screen screen)
    {
        if (json)
        {
            screen.Print(plan.Text);
        }

        var start = plan.Value.Segments[0];
        var saving = plan.Value.Baselines.RunNow is { } now
            ? $", {Quantities.Percent(now.SavingPct)} less than running now ({Quantities.Intensity(now.MeanIntensity)})"
            : "";
        screen.Say($"Best start {Quantities.Time(start.Start)}: {Quantities.Intensity(start.MeanIntensity)}{saving}.");
        foreach (var warning in plan.Value.Warnings)
        {
            screen.SayWarning($"{warning}: {PlanTable.Meaning(warning)}");
        }
    }
}
