using System.CommandLine;
using CarbonApp.Api.Grid.Backtests;
using CarbonApp.Api.Jobs;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Jobs;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Backtests;

/// <summary><c>carbon backtest</c>: what would policies have saved?</summary>
internal static class BacktestCommand
{
    private const string Path = "api/v2/backtest";

    public static Command Create(ApiOption api, Screen screen)
    {
        var options = new BacktestOptionSet();
        var command = new Command("backtest", "Says what policies would have saved on past jobs, over imported history.");
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            var request = options.ToRequest(parsed);
            var posted = await connection.PostAsync<JobResponse>(Path, request, cancellationToken, parsed.GetValue(options.Key));
            var job = await JobWait.UntilEndAsync(connection, posted.Value, screen, cancellationToken);
            if (job.Status == "cancelled")
            {
                screen.SayError($"Job {job.Id} was cancelled by someone else.");
                return ExitCode.Failure;
            }

            if (job.Problem is { } problem)
            {
                throw Problem.Read(problem);
            }

            switch (parsed.GetValue(options.Output))
            {
                case "json":
                    screen.Print((await connection.GetAsync<BacktestResponse>(job.ResultUrl!.TrimStart('/'), cancellationToken)).Text);
                    break;
                case "csv":
                    screen.Print((await connection.GetTextAsync($"{job.ResultUrl!.TrimStart('/')}?format=csv", cancellationToken)).TrimEnd());
                    break;
                default:
                    BacktestTable.Write((await connection.GetAsync<BacktestResponse>(job.ResultUrl!.TrimStart('/'), cancellationToken)).Value, screen.Out);
                    break;
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
