using CarbonApp.Api.Grid.Plans;
using CarbonApp.Web.ApiClient;
using CarbonApp.Web.Grid.Plans;

namespace CarbonApp.Web.Grid.Ledger;

/// <summary>What the plan's page posts. Looking at a plan keeps nothing: only the button does.</summary>
internal static class PlanPosts
{
    public static void MapPlanPosts(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/plan/keep", KeepAsync).DisableAntiforgery();
        routes.MapGet("/plans", (string? id) => TypedResults.LocalRedirect($"/plans/{Uri.EscapeDataString((id ?? "").Trim().ToUpperInvariant())}"));
    }

    /// <summary>Makes the plan of the address once more as of the time it was shown, kept this time; without an answer its page says why.</summary>
    public static async Task<IResult> KeepAsync(HttpContext context, CarbonApi api, TimeProvider clock, CancellationToken cancellationToken)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(cancellationToken) : FormCollection.Empty;
        var question = PlanQuestion.Read(context.Request.Query);
        var now = Wording.Times.TryParse(form["asof"], out var shown) ? shown : clock.GetUtcNow();
        var (request, _) = PlanReading.ToPlan(question, now);
        if (request is not null
            && await api.PlanAsync(request with { AsOf = request.AsOf ?? now, Options = new PlanOptions { Explain = true } }, cancellationToken) is ApiAnswer<PlanResponse>.Success(var plan))
        {
            return TypedResults.LocalRedirect($"/plans/{Uri.EscapeDataString(plan.PlanId)}");
        }

        return TypedResults.LocalRedirect(question.Address("/plan"));
    }
}
