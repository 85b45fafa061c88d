using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Backtests;

internal static class BacktestProblems
{
    public static ProblemHttpResult WithoutHistory(IReadOnlyList<string> zones, BacktestQuestion question) => DomainProblems.WithoutHistory(
        zones,
        $"Nothing measured is stored of {string.Join(", ", zones)} from {question.From:yyyy-MM-dd'T'HH:mm'Z'} to {question.To:yyyy-MM-dd'T'HH:mm'Z'}: import it with `carbon import`. GET /api/v2/zones lists what is known.");
}
