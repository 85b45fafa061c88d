using Microsoft.AspNetCore.Mvc;

namespace CarbonApp.Api.Jobs;

/// <summary>Does the jobs of one kind.</summary>
internal interface IJobHandler
{
    /// <summary>Stored with each job and shown to callers; never reworded once published.</summary>
    string Kind { get; }

    /// <summary>Where the result of a job is read.</summary>
    string ResultUrl(string id);

    /// <summary>
    /// Does one job, from its beginning: an earlier attempt may have come to any point. An exception is tried again, up to the limit; what
    /// cannot be helped by trying again is an outcome.
    /// </summary>
    Task<JobOutcome> RunAsync(JobRun run, CancellationToken cancellationToken);
}

/// <summary>One attempt at a job.</summary>
/// <param name="Id">ULID of the job.</param>
/// <param name="Request">What was posted, JSON.</param>
/// <param name="CreatedAt">When it was posted, UTC: the "now" of a question that names none, the same for every attempt.</param>
/// <param name="Progress">Told as often as the handler likes; written now and then.</param>
internal sealed record JobRun(string Id, string Request, DateTimeOffset CreatedAt, IProgress<JobStep> Progress);

/// <summary>How far a job is.</summary>
/// <param name="Fraction">0 to 1.</param>
/// <param name="Stage">For people, such as "zone 3 of 40".</param>
internal sealed record JobStep(double Fraction, string Stage);

/// <summary>How a job ended.</summary>
internal abstract record JobOutcome
{
    private JobOutcome()
    {
    }

    /// <summary>With a result, JSON.</summary>
    public sealed record Completed(byte[] Result) : JobOutcome;

    /// <summary>Understood, but without an answer.</summary>
    public sealed record Failed(ProblemDetails Problem) : JobOutcome;
}
