using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Kelp.Analyses;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.V1;

/// <summary>Does what v1 did in one call: posts an analysis and waits until it has ended.</summary>
internal sealed class KelpieRuns(
    AnalysisIntake intake, AnalysisQueue queue, AnalysisAnswers answers, JobStore jobs, JobNews news, IOptions<KelpieOptions> options, TimeProvider time)
{
    private static readonly TimeSpan LongestUnnoticed = TimeSpan.FromSeconds(1);

    /// <summary>The analysis of a request once it has completed, or why there is none.</summary>
    public async Task<KelpieRun> RunAsync(
        RunRequest request, double? bufferKm, double? maxCloud, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (KelpieInput.Read(request, bufferKm, maxCloud, errors) is not { } asked)
        {
            return new(null, errors.ToProblem(), null);
        }

        if (!intake.TryRead(asked, out var question, out var problem))
        {
            return new(null, problem, null);
        }

        var (id, refusal) = await queue.PostAsync(question, refresh: false, key: null, cancellationToken);
        return refusal is not null ? new(null, refusal, null) : await WaitAsync(id!, cancellationToken);
    }

    /// <summary>A completed analysis, or why there is none.</summary>
    public async Task<KelpieRun> FindAsync(string id, CancellationToken cancellationToken) =>
        await answers.FindAsync(id, cancellationToken) is { } analysis ? Judge(analysis) : new(null, AnalysisProblems.Unknown(id), null);

    private async Task<KelpieRun> WaitAsync(string id, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            var change = news.NextOf(id);
            var job = await jobs.FindAsync(id, cancellationToken);
            if (job is null || job.HasEnded)
            {
                news.Forget(id);
                return await FindAsync(id, cancellationToken);
            }

            if (time.GetElapsedTime(begun).TotalSeconds > options.Value.WaitSeconds)
            {
                return new KelpieRun(null, null, new KelpiePending
                {
                    AnalysisId = id,
                    Status = "processing",
                    Message = $"The analysis is at work ({job.Stage ?? "waiting"}): ask the same again later, or follow it at /api/v2/analyses/{id}.",
                });
            }

            await news.WaitAsync(change, LongestUnnoticed, cancellationToken);
        }
    }

    private static KelpieRun Judge(AnalysisResponse analysis) => analysis.State switch
    {
        JobStatus.Completed when analysis.Result is not null => new(analysis, null, null),
        JobStatus.Failed => new(null, KelpieProblems.Failed(analysis), null),
        _ => new(null, KelpieProblems.Unfinished(analysis), null),
    };
}

/// <summary>How a v1 call ended: exactly one of the three.</summary>
/// <param name="Analysis">A completed analysis.</param>
/// <param name="Problem">Why there is none.</param>
/// <param name="Pending">One that is at work still.</param>
internal sealed record KelpieRun(AnalysisResponse? Analysis, ProblemHttpResult? Problem, KelpiePending? Pending);
