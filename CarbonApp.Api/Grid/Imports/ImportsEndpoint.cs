using System.ComponentModel;
using CarbonApp.Api.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Imports;

internal static class ImportsEndpoint
{
    public static IEndpointRouteBuilder MapImports(this IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<IOptions<ImportOptions>>().Value;
        routes.MapPost("/api/v2/imports", PostAsync)
            .WithMetadata(new RequestSizeLimitAttribute(options.MaxFileBytes))
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(413).ProducesProblem(422).ProducesProblem(503)
            .WithMetadata(new RequiredScope(Scopes.Import))
            .WithName("PostImport").WithTags("Imports");
        routes.MapGet("/api/v2/imports/{id}", GetAsync)
            .ProducesProblem(404)
            .WithName("GetImport").WithTags("Imports");
        return routes;
    }

    /// <summary>Stores a file of carbon intensities (CSV or Carbon Aware SDK JSON), given as the body.</summary>
    /// <remarks>
    /// The format is told from the content. Bad rows are reported with their line and the others stored, unless strict=true. Post again
    /// under the same Idempotency-Key to go on after an interruption; a finished import is answered without reading the body.
    /// </remarks>
    /// <response code="409">Another request is storing the same import now.</response>
    /// <response code="422">The file cannot be read, has bad rows and strict=true, or the key belongs to another import.</response>
    /// <response code="503">STORE_UNAVAILABLE, STORE_FULL: the database does not answer or has no room; what was committed is safe. IMPORTS_BUSY: too many files are being taken in.</response>
    public static async Task<Results<Ok<ImportResponse>, ProblemHttpResult>> PostAsync(
        [AsParameters] ImportParameters parameters, [FromHeader(Name = "Idempotency-Key")]
        [Description("Names the import, so that it can be resumed: up to 200 letters, digits and -_.: such as the file's SHA-256.")]
        string? idempotencyKey,
        HttpRequest request, ImportIntake intake, TimeProvider time, CancellationToken cancellationToken)
    {
        var (import, problem) = ImportRequest.Parse(parameters, idempotencyKey, time.GetUtcNow());
        return import is null ? problem! : await intake.TakeAsync(import, request.BodyReader, cancellationToken);
    }

    /// <summary>How far an import has come.</summary>
    /// <param name="id">Its Idempotency-Key, or the id its answer gave.</param>
    /// <response code="404">No import was begun under the id.</response>
    public static async Task<Results<Ok<ImportResponse>, ProblemHttpResult>> GetAsync(
        string id, ImportLog log, CancellationToken cancellationToken) =>
        await log.FindAsync(id, cancellationToken) is { } import ? TypedResults.Ok(import) : ImportProblems.Unknown(id);
}
