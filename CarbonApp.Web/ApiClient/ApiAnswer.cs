namespace CarbonApp.Web.ApiClient;

/// <summary>What became of a question to Api.</summary>
internal abstract record ApiAnswer<T>
{
    private ApiAnswer()
    {
    }

    /// <summary>Api answered.</summary>
    public sealed record Success(T Value) : ApiAnswer<T>;

    /// <summary>Api understood that it cannot answer, and said why.</summary>
    public sealed record Refused(ApiProblem Problem) : ApiAnswer<T>;

    /// <summary>Api did not answer, or not in its own format.</summary>
    /// <param name="Reason">For the log and the small print.</param>
    public sealed record Unreachable(string Reason) : ApiAnswer<T>;
}

/// <summary>An RFC 9457 problem of Api.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Machine-readable, such as DEADLINE_TOO_TIGHT; empty when none was given.</param>
/// <param name="Detail">Sentence for people.</param>
/// <param name="FieldErrors">Complaints about fields, empty when none.</param>
/// <param name="Nearest">Known names that resemble an unknown one, empty when none.</param>
public sealed record ApiProblem(int Status, string Code, string Detail, IReadOnlyList<FieldError> FieldErrors, IReadOnlyList<string> Nearest);

/// <summary>A complaint about a member of the request.</summary>
/// <param name="Field">Its name, as Api has it.</param>
/// <param name="Message">Sentence for people.</param>
public sealed record FieldError(string Field, string Message);
