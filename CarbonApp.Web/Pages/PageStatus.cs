namespace CarbonApp.Web.Pages;

/// <summary>The status a page answers with when it has something to say besides 200.</summary>
internal static class PageStatus
{
    /// <summary>Set late: a component that sets 404 while it renders has its page thrown away for the general one.</summary>
    public static void Set(HttpContext context, int status) => context.Response.OnStarting(() =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });
}
