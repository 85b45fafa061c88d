using CarbonApp.Web.ApiClient;
using Microsoft.AspNetCore.Components;

namespace CarbonApp.Web.Pages;

/// <summary>A page that asks Api. What kept it from an answer is for the page to show; the status that goes with it is set here.</summary>
public abstract class AskingPage : ComponentBase
{
    /// <summary>The request the page is made for.</summary>
    [CascadingParameter]
    protected HttpContext Http { get; set; } = null!;

    /// <summary>Api understood the question and said why it cannot answer; null where it did not.</summary>
    protected ApiProblem? Problem { get; private set; }

    /// <summary>Api did not answer: why, for the small print; null where it did.</summary>
    protected string? Failure { get; private set; }

    /// <summary>Address to try again with.</summary>
    protected string SameAddress => Http.Request.Path + Http.Request.QueryString;

    /// <summary>The answer; null where there is none.</summary>
    private protected T? Take<T>(ApiAnswer<T> answer)
        where T : class
    {
        switch (answer)
        {
            case ApiAnswer<T>.Success(var value):
                return value;
            case ApiAnswer<T>.Refused(var problem):
                Problem = problem;
                PageStatus.Set(Http, problem.Status);
                return null;
            case ApiAnswer<T>.Unreachable(var reason):
                Fail(reason);
                return null;
            default:
                return null;
        }
    }

    /// <summary>The page cannot be made without Api.</summary>
    private protected void Fail(string reason)
    {
        Failure = reason;
        PageStatus.Set(Http, StatusCodes.Status503ServiceUnavailable);
    }
}
