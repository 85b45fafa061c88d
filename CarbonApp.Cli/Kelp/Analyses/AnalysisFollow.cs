using System.Net;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Jobs;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Kelp.Analyses;

/// <summary>Waits for an analysis and shows what came of it. Whoever stops waiting leaves it running: it is kept, and minutes of work are in it.</summary>
/// <param name="api">The Api.</param>
/// <param name="screen">Where it is shown.</param>
/// <param name="stop">What ends the waiting.</param>
/// <param name="suffix">What a command to be copied needs besides, such as <c> --api URL</c>.</param>
internal sealed class AnalysisFollow(CarbonApi api, Screen screen, StopSignals stop, string suffix)
{
    public async Task<int> UntilEndAsync(AnalysisResponse analysis, bool json, string? folder, CancellationToken cancellationToken)
    {
        try
        {
            if (analysis.EndedAt is null)
            {
                await JobWait.FollowAsync(api, JobOf(analysis), screen, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            screen.Say($"Analysis {analysis.Id} goes on in the Api.");
            SayHow(analysis.Id);
            return stop.ExitCode;
        }

        return await ShowAsync(analysis.Id, json, folder, cancellationToken);
    }

    /// <summary>Shows an analysis as it is now. One that failed or was cancelled ends with the exit code of that.</summary>
    public async Task<int> ShowAsync(string id, bool json, string? folder, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync<AnalysisResponse>(PathOf(id), cancellationToken);
        if (json)
        {
            screen.Print(answer.Text);
        }
        else
        {
            AnalysisTable.Write(answer.Value, screen);
        }

        switch (answer.Value)
        {
            case { Problem: { } problem }:
                throw Problem.Read(problem);
            case { State: "cancelled" }:
                screen.SayError($"Analysis {id} was cancelled.");
                return ExitCode.Failure;
            case { Result: null }:
                SayHow(id);
                return folder is null ? ExitCode.Ok : Unfinished(id);
        }

        foreach (var warning in json ? [] : answer.Value.Result.Warnings)
        {
            screen.SayWarning($"{(warning.SceneId is { } scene ? $"{scene}: " : "")}{warning.Message} ({warning.Code})");
        }

        if (folder is not null)
        {
            await AnalysisFiles.SaveAsync(api, answer.Value, folder, screen, cancellationToken);
        }
        else if (!json)
        {
            screen.Say($"Files: carbon kelp show {id} --save FOLDER{suffix}");
        }

        return ExitCode.Ok;
    }

    public void SayHow(string id) => screen.Say($"Follow it: carbon kelp show {id} --wait{suffix}\nStop it:   carbon kelp cancel {id}{suffix}");

    public static string PathOf(string id) => $"{AnalyzeCommand.Path}/{Uri.EscapeDataString(id)}";

    private int Unfinished(string id)
    {
        screen.SayError($"Analysis {id} has no files yet: add --wait.");
        return ExitCode.NoAnswer;
    }

    private static JobResponse JobOf(AnalysisResponse analysis) => new()
    {
        Id = analysis.Id,
        Kind = "analysis",
        Status = analysis.State,
        Progress = analysis.Progress,
        Stage = analysis.Step,
        Attempts = analysis.Attempts,
        CreatedAt = analysis.CreatedAt,
    };
}
