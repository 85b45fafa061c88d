using System.Text.Json;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Json;
using CarbonApp.Api.Kelp.Analyses.Pipeline;
using CarbonApp.Api.Kelp.Catalog;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.Analyses;

/// <summary>
/// Makes analyses: scenes → dates worth reading → canopy of each date → one picture → beds → carbon → files. Dates that were searched are kept as they are
/// done, so that who takes over from a dead replica goes on with the next; all else is made again, and comes out the same.
/// </summary>
internal sealed class AnalysisRunner(
    AnalysisIntake intake, AnalysisStore store, SceneFinder finder, SceneWork scenes, ResultWork results, LayerWork layers, ReportWork reports, IOptions<JsonOptions> json) : IJobHandler
{
    public const string KindName = "kelp-analysis";

    private const double ComposedAt = 0.88;
    private const double StoredAt = 0.95;

    public string Kind => KindName;

    public string ResultUrl(string id) => $"/api/v2/analyses/{id}";

    public async Task<JobOutcome> RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var request = JsonSerializer.Deserialize<AnalysisRequest>(run.Request, json.Value.SerializerOptions)!;
        if (!intake.TryRead(request, out var question, out var problem))
        {
            return new JobOutcome.Failed(problem.ProblemDetails);
        }

        await store.AddAsync(intake.Describe(run.Id, question, run.Request), cancellationToken);
        var found = await scenes.FindAsync(run, question, cancellationToken);
        if (found.Passes.Count == 0)
        {
            return new JobOutcome.Failed(AnalysisProblems.NoScene(WhyNone(found, question)).ProblemDetails);
        }

        run.Progress.Report(new JobStep(ComposedAt, "putting the dates together"));
        if (await results.MakeAsync(run.Id, found, question, json.Value.SerializerOptions, cancellationToken) is not { } estimate)
        {
            return new JobOutcome.Failed(AnalysisProblems.NoScene(
                $"On none of {found.Passes.Count} dates was any of the area seen clearly: clouds, their shadows, glint or missing data hid it. Ask for a longer period.").ProblemDetails);
        }

        return await FinishAsync(run, question, found, estimate, cancellationToken);
    }

    private async Task<JobOutcome> FinishAsync(JobRun run, AnalysisQuestion question, FoundScenesOf found, Estimate estimate, CancellationToken cancellationToken)
    {
        run.Progress.Report(new JobStep(ComposedAt, "storing the layers"));
        var stored = await layers.StoreAsync(run.Id, estimate.Composite, estimate.Best, found.Catalog, found.Grids, cancellationToken);
        var result = await results.AnswerAsync(run.Id, found, estimate, stored, question, finder.IsDemo, cancellationToken);

        run.Progress.Report(new JobStep(StoredAt, "writing the report"));
        await reports.WriteAsync(run.Id, question.Request, result, estimate, found, question, cancellationToken);
        await store.CompleteAsync(
            run.Id, JsonSerializer.SerializeToUtf8Bytes(result, WireJson.Readable.AnalysisResult), ToArray(result.CanopyAreaM2), ToArray(result.CarbonStockT), cancellationToken);
        return new JobOutcome.Completed(JsonSerializer.SerializeToUtf8Bytes(ResultUrl(run.Id)));
    }

    private static string WhyNone(FoundScenesOf found, AnalysisQuestion question)
    {
        if (found.Granules.Count == 0)
        {
            return found.Notes.Count > 0 ? string.Join(" ", found.Notes)
                : $"No scene of the months asked for saw the area from {question.From:yyyy-MM-dd} to {question.To:yyyy-MM-dd}: ask for more months or a longer period.";
        }

        var reasons = found.Granules.GroupBy(g => g.LeftOut).OrderByDescending(g => g.Count()).Take(3).Select(g => $"{g.Count()} × {g.Key}");
        return $"{found.Granules.Count} scenes were found and none could be used: {string.Join("; ", reasons)}. Allow more cloud (maxCloudShare), or ask for a longer period.";
    }

    private static double[] ToArray(AnalysisInterval interval) => [interval.P5, interval.P50, interval.P95];
}
