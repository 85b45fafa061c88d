using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.V1;

/// <summary>Does what v1 did in one call: posts an analysis and waits until it has ended.</summary>
internal sealed class KelpieRuns(
    AnalysisIntake intake, AnalysisQueue queue, AnalysisAnswers answers, JobStore jobs, JobNews news, IOptions<KelpieOptions> options, TimeProvider time)
{
    private static readonly TimeSpan LongestUnnoticed = TimeSpan.FromSeconds(1);

    /// <summary>The analysis of a request once it has completed, or why there is none.</summary>
    public async Task<(AnalysisResponse? Analysis, ProblemHttpResult? Problem)> RunAsync(
        RunRequest request, double? bufferKm, double? maxCloud, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (KelpieInput.Read(request, bufferKm, maxCloud, errors) is not { } asked)
        {
            return (null, errors.ToProblem());
        }

        if (!intake.TryRead(asked, out var question, out var problem))
        {
            return (null, problem);
        }

        var (id, refusal) = await queue.PostAsync(question, refresh: false, key: null, cancellationToken);
        return refusal is not null ? (null, refusal) : await WaitAsync(id!, cancellationToken);
    }

    /// <summary>A completed analysis, or why there is none.</summary>
    public async Task<(AnalysisResponse? Analysis, ProblemHttpResult? Problem)> FindAsync(string id, CancellationToken cancellationToken) =>
        await answers.FindAsync(id, cancellationToken) is { } analysis ? Judge(analysis) : (null, AnalysisProblems.Unknown(id));

    private async Task<(AnalysisResponse? Analysis, ProblemHttpResult? Problem)> WaitAsync(string id, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            var change = news.NextOf(id);
            var job = await jobs.FindAsync(id, cancellationToken);
            if (job is null || job.HasEnded)
            {
                return await FindAsync(id, cancellationToken);
            }

            if (time.GetElapsedTime(begun).TotalSeconds > options.Value.WaitSeconds)
            {
                return (null, DomainProblems.Of(
                    503, ProblemCode.JobUnfinished, "The analysis takes longer than a call may wait",
                    $"Analysis {id} is at work still ({job.Stage ?? "waiting"}): follow it at /api/v2/analyses/{id}, or ask the same again later."));
            }

            await news.WaitAsync(change, LongestUnnoticed, cancellationToken);
        }
    }

    private static (AnalysisResponse? Analysis, ProblemHttpResult? Problem) Judge(AnalysisResponse analysis) => analysis.State switch
    {
        JobStatus.Completed when analysis.Result is not null => (analysis, null),
        JobStatus.Failed => (null, KelpieProblems.Failed(analysis)),
        _ => (null, KelpieProblems.Unfinished(analysis)),
    };
}
