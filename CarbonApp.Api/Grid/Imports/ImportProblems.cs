using CarbonApp.Api.Data;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Signals.Import;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Imports;

/// <summary>Ways an import has no result.</summary>
internal static class ImportProblems
{
    public static ProblemHttpResult Invalid(string code, string detail) => Problem(400, code, "The request is not valid", detail);

    public static ProblemHttpResult Unknown(string id) =>
        Problem(404, "UNKNOWN_IMPORT", "The import is not known", $"No import was begun under '{id}'.");

    public static ProblemHttpResult UnderWay(string id) => Problem(
        409, "IMPORT_RUNNING", "The import is under way", $"Another request is storing import '{id}' now. GET /api/v2/imports/{id} tells how far it is.", id);

    public static ProblemHttpResult KeyReused(string id, string difference) => Problem(
        422, "IDEMPOTENCY_KEY_REUSED", "The key belongs to another import",
        $"Import '{id}' was begun with {difference}. Use a new Idempotency-Key for another file or other parameters.", id);

    public static ProblemHttpResult Unreadable(string id, SignalFileException fault, long slotsStored) => Problem(
        422, "INVALID_FILE", "The file cannot be read",
        slotsStored > 0 ? $"{fault.Message} The {slotsStored:N0} values before it are stored." : $"{fault.Message} Nothing of it is stored.",
        id, ("line", fault.Line), ("slotsStored", slotsStored));

    public static ProblemHttpResult RowsRefused(ImportResponse import) => Problem(
        422, "ROWS_REJECTED", "The file has bad rows",
        $"{import.RowsRejected:N0} of {import.RowsRead:N0} rows are bad, and strict=true stores all of a file or nothing. Mend them, or import without strict.",
        import.Id, ("errors", import.Errors));

    public static ProblemHttpResult TooLarge(string id, long limit) => Problem(
        413, "FILE_TOO_LARGE", "The file is too large", $"The file is larger than {limit:N0} bytes (setting {ImportOptions.Section}:MaxFileBytes): split it.", id);

    public static ProblemHttpResult CutShort(string id) => Problem(
        400, "UPLOAD_INTERRUPTED", "The upload broke off", $"The request ended before its body did. Post the file again under Idempotency-Key {id}: it goes on where it stopped.", id);

    public static ProblemHttpResult Busy(string id, int atOnce) => Problem(
        503, "IMPORTS_BUSY", "Too many files at once",
        $"This replica is taking in {atOnce} files, the most at once (setting {ImportOptions.Section}:MostAtOnce), and none was done in time. Nothing of this one was taken: post it again in a while under Idempotency-Key {id}.", id);

    public static ProblemHttpResult StoreUnavailable(string id, UpstreamException fault)
    {
        var problem = StoreProblems.Describe(fault, $"What was committed is safe: post the file again under Idempotency-Key {id} and it goes on from there.");
        problem.Extensions["importId"] = id;
        return TypedResults.Problem(problem);
    }

    private static ProblemHttpResult Problem(
        int status, string code, string title, string detail, string? importId = null, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        if (importId is not null)
        {
            extensions["importId"] = importId;
        }

        foreach (var (name, value) in more)
        {
            extensions[name] = value;
        }

        return TypedResults.Problem(detail, statusCode: status, title: title, extensions: extensions);
    }
}
