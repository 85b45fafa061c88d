using System.Net;

namespace CarbonApp.Cli.Http;

/// <summary>Nobody answered, or only something on the way that could not reach the Api.</summary>
internal sealed class ApiUnreachableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Nothing listens there, as opposed to a connection that broke: at the first try, most likely nobody has started the Api.</summary>
    public bool NeverConnected => InnerException is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
    };
}

/// <summary>The Api answered that it will not or cannot.</summary>
internal sealed class ApiProblemException(string message, HttpStatusCode status, string? code) : Exception(message)
{
    private static readonly string[] NoAnswerCodes = ["NO_SIGNAL", "DEADLINE_TOO_TIGHT", "HORIZON_EXCEEDED", "BUDGET_EXCEEDED", "NO_SITE", "NO_SCENE", "NO_TIDE_STATION"];

    /// <summary>The problem's code, such as NO_SIGNAL; null when it has none.</summary>
    public string? Code { get; } = code;

    /// <summary>No catalogue of scenes is set up, or none answered the Api: trying again may help, another Api address does not.</summary>
    public bool IsOfCatalogs => Code is "NO_CATALOG" or "CATALOG_FAILED";

    /// <summary>The request was understood, but has no answer; or the Api itself failed. Not the caller's fault.</summary>
    public bool IsNotTheCallersFault => (int)status >= 500 || status == HttpStatusCode.TooManyRequests || NoAnswerCodes.Contains(Code);

    public int ExitCode => NoAnswerCodes.Contains(Code) ? Cli.ExitCode.NoAnswer
        : (int)status is 400 or 404 or 409 or 413 or 415 or 422 ? Cli.ExitCode.Usage
        : Cli.ExitCode.Failure;
}
