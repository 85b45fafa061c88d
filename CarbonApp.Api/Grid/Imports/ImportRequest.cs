using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Grid.Signals.Import;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Imports;

/// <summary>What the caller says about the file, checked.</summary>
/// <param name="Id">Idempotency key, or a new ULID.</param>
/// <param name="File">How to read it.</param>
/// <param name="Kind">Average or marginal.</param>
/// <param name="Source">Name the values are stored under.</param>
/// <param name="Status">Measured, forecast or estimated.</param>
/// <param name="Strict">True: all of the file or nothing.</param>
internal sealed record ImportRequest(string Id, SignalFileOptions File, SignalKind Kind, string Source, SignalStatus Status, bool Strict)
{
    private const int LongestId = 200;
    private const int LongestSource = 64;

    /// <summary>One line that two posts under one key must have in common.</summary>
    public string Parameters =>
        $"zone={File.Zone?.Value} kind={Kind} factor={File.Factor} source={Source} status={Status} spacing={File.Spacing} strict={Strict}".ToLowerInvariant();

    /// <summary>Basis of a zone of the file.</summary>
    public SignalBasis BasisOf(ZoneId zone) => new(zone, Kind, File.Factor);

    /// <summary>Reads the parameters; a problem naming the first one that is wrong.</summary>
    public static (ImportRequest? Request, ProblemHttpResult? Problem) Parse(ImportParameters given, string? idempotencyKey, DateTimeOffset now)
    {
        var id = string.IsNullOrEmpty(idempotencyKey) ? Ulid.New(now) : idempotencyKey;
        var source = string.IsNullOrEmpty(given.Source) ? "import" : given.Source;
        var zoneIsGiven = !string.IsNullOrEmpty(given.Zone);
        var zoneIsValid = ZoneId.TryParse(given.Zone, out var zone) || !zoneIsGiven;
        var kindIsValid = TryName(given.Kind, SignalKind.Average, out var kind);
        var factorIsValid = TryName(given.Factor, EmissionFactor.Lifecycle, out var factor);
        var statusIsValid = TryName(given.Status, SignalStatus.Measured, out var status);
        var spacingIsValid = TryName(given.Spacing, RowSpacing.Regular, out var spacing);
        var strictIsValid = TryFlag(given.Strict, out var strict);

        var problem =
            !zoneIsValid ? ImportProblems.Invalid("INVALID_ZONE", $"zone '{given.Zone}' is not a grid zone: expected 2 to {ZoneId.MaxLength} letters, digits and single dashes, such as GB or US-MIDA-PJM.")
            : !kindIsValid ? ImportProblems.Invalid("INVALID_KIND", $"kind '{given.Kind}' is neither average nor marginal.")
            : !factorIsValid ? ImportProblems.Invalid("INVALID_FACTOR", $"factor '{given.Factor}' is neither lifecycle nor direct.")
            : !statusIsValid ? ImportProblems.Invalid("INVALID_STATUS", $"status '{given.Status}' is neither measured, forecast nor estimated.")
            : !spacingIsValid ? ImportProblems.Invalid("INVALID_SPACING", $"spacing '{given.Spacing}' is neither regular nor varying.")
            : !strictIsValid ? ImportProblems.Invalid("INVALID_STRICT", $"strict '{given.Strict}' is neither true nor false.")
            : !IsName(source, LongestSource, "-_.") || source.Any(char.IsAsciiLetterUpper) ? ImportProblems.Invalid("INVALID_SOURCE", $"source '{source}' is not a name: expected up to {LongestSource} lower-case letters, digits, dashes, dots and underscores.")
            : !IsName(id, LongestId, "-_.:") ? ImportProblems.Invalid("INVALID_IDEMPOTENCY_KEY", $"Idempotency-Key is not a name: expected up to {LongestId} letters, digits and -_.: such as the file's SHA-256.")
            : null;
        return problem is null
            ? (new ImportRequest(id, new SignalFileOptions(zoneIsGiven ? zone : null, factor, spacing), kind, source, status, strict), null)
            : (null, problem);
    }

    /// <summary>By name only: Enum.TryParse takes numbers too.</summary>
    private static bool TryName<T>(string? text, T whenAbsent, out T value)
        where T : struct, Enum
    {
        value = whenAbsent;
        return string.IsNullOrEmpty(text) || (char.IsAsciiLetter(text[0]) && !text.Contains(',', StringComparison.Ordinal) && Enum.TryParse(text, ignoreCase: true, out value));
    }

    private static bool TryFlag(string? text, out bool value)
    {
        value = false;
        return string.IsNullOrEmpty(text) || bool.TryParse(text, out value);
    }

    private static bool IsName(string text, int longest, string also) =>
        text.Length <= longest && text.All(c => char.IsAsciiLetterOrDigit(c) || also.Contains(c, StringComparison.Ordinal));
}

/// <summary>Query of <c>POST /api/v2/imports</c>, as text, so that a wrong one is answered with its own code.</summary>
internal sealed class ImportParameters
{
    /// <summary>Grid zone of a file with a single series; of a file with several, the only one to take.</summary>
    public string? Zone { get; init; }

    /// <summary><c>average</c> (default) or <c>marginal</c>.</summary>
    public string? Kind { get; init; }

    /// <summary><c>lifecycle</c> (default) or <c>direct</c>.</summary>
    public string? Factor { get; init; }

    /// <summary>Name to store the values under (default <c>import</c>); it decides their priority.</summary>
    public string? Source { get; init; }

    /// <summary><c>measured</c> (default), <c>forecast</c> or <c>estimated</c>.</summary>
    public string? Status { get; init; }

    /// <summary>
    /// <c>regular</c> (default): rows that come sooner than the spacing the file begins with are refused; <c>varying</c>: they are
    /// taken, each until the next.
    /// </summary>
    public string? Spacing { get; init; }

    /// <summary><c>true</c>: one bad row and nothing of the file is stored. Default <c>false</c>.</summary>
    public string? Strict { get; init; }
}
