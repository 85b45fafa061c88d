using System.Globalization;
using System.Text;
using CarbonApp.Api.Grid.Backtests;
using CarbonApp.Web.ApiClient;

namespace CarbonApp.Web.Grid.Backtests;

/// <summary>A run's rows as a file.</summary>
internal static class BacktestCsv
{
    public static void MapBacktestCsv(this IEndpointRouteBuilder routes) => routes.MapGet("/backtests/{id}/result.csv", DownloadAsync);

    /// <summary>One line for each row of the result; what is not known is an empty cell.</summary>
    public static async Task<IResult> DownloadAsync(string id, CarbonApi api, CancellationToken cancellationToken) => await api.GetBacktestAsync(id, cancellationToken) switch
    {
        ApiAnswer<BacktestResponse>.Success(var result) => TypedResults.File(Encoding.UTF8.GetBytes(Text(result)), "text/csv; charset=utf-8", $"backtest_{result.JobId}.csv"),
        ApiAnswer<BacktestResponse>.Refused(var problem) => TypedResults.Problem(problem.Detail, statusCode: problem.Status),
        _ => TypedResults.Problem("The carbon service cannot be reached. Try again in a few seconds.", statusCode: StatusCodes.Status502BadGateway),
    };

    internal static string Text(BacktestResponse result)
    {
        var text = new StringBuilder("zone,job_set,job_hours,slack_hours,policy,jobs,mean_gco2eq_per_kwh,emissions_g,run_now_g,oracle_g,saving_pct,saving_pct_deviation,regret_pct\n");
        foreach (var row in result.Rows)
        {
            text.AppendJoin(',', [
                Cell(row.Zone), Cell(row.JobSet), Cell(row.JobHours), Cell(row.SlackHours), Cell(row.Policy), row.Jobs.ToString(CultureInfo.InvariantCulture), Cell(row.MeanIntensity),
                Cell(row.EmissionsG), Cell(row.RunNowG), Cell(row.OracleG), Cell(row.SavingPct), Cell(row.SavingPctDeviation), Cell(row.RegretPct),
            ]).Append('\n');
        }

        return text.ToString();
    }

    private static string Cell(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Cell(string text) => text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
