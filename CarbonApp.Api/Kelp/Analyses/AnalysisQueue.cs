using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Kelp.Catalog;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.Analyses;

/// <summary>Puts an analysis that has been understood into the queue.</summary>
internal sealed class AnalysisQueue(
    JobQueue jobs, AnalysisStore store, JobStore jobStore, AnalysisIntake intake, SceneFinder scenes, IOptions<JsonOptions> json)
{
    /// <summary>Begins the keys that are made of the request.</summary>
    private const string HashPrefix = "hash:";

    /// <summary>Stores an analysis, or finds the one that answers the same question; its id, or why it is refused.</summary>
    public async Task<(string? Id, ProblemHttpResult? Refusal)> PostAsync(
        AnalysisQuestion question, bool refresh, string? key, CancellationToken cancellationToken)
    {
        var text = JsonSerializer.Serialize(question.Request, json.Value.SerializerOptions);
        if (string.IsNullOrEmpty(key) && !refresh)
        {
            key = HashPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{scenes.IsDemo} {text}")));
            await jobStore.ReleaseKeyAsync(AnalysisRunner.KindName, key, cancellationToken);
        }

        var posted = (await jobs.PostAsync(AnalysisRunner.KindName, question.Request, key, cancellationToken)).Result;
        if (posted is ProblemHttpResult refusal)
        {
            return (null, refusal);
        }

        var id = ((Accepted<JobResponse>)posted).Value!.Id;
        await store.AddAsync(intake.Describe(id, question, text), cancellationToken);
        return (id, null);
    }
}
