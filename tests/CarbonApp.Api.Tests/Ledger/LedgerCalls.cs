using System.Globalization;
using System.Text;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Api.Tests.Imports;
using Dapper;

namespace CarbonApp.Api.Tests.Ledger;

/// <summary>The calls around a stored plan, and a day that was forecast otherwise than it came.</summary>
internal static class LedgerCalls
{
    public static readonly DateTimeOffset Day = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What was forecast of six hours: two hours are best from 02:00, 110 g at 1 kW; at once they are 200 g.</summary>
    public static readonly double[] Forecast = [100, 100, 50, 60, 200, 200];

    /// <summary>What came: from 02:00 130 g, at once 200 g, and best from 03:00, 70 g.</summary>
    public static readonly double[] Came = [120, 80, 90, 40, 30, 300];

    public static Task ForecastAsync(this ApiOnPostgres api, string zone, params double[] hours) => api.StoreAsync(zone, "forecast", hours);

    public static Task MeasureAsync(this ApiOnPostgres api, string zone, params double[] hours) => api.StoreAsync(zone, "measured", hours);

    /// <summary>A job of two hours at 1 kW in the six hours of the day; its id.</summary>
    public static async Task<string> PlanAsync(this ApiOnPostgres api, string zone = "GB", string job = "", DateTimeOffset? asOf = null)
    {
        var start = asOf ?? Day;
        var answer = await api.PostAsync(
            "/api/v2/plan",
            $$"""{"job":{"duration":"PT2H","deadline":"{{Text(start.AddHours(6))}}","resources":{"watts":1000}{{job}}},"sites":[{"zone":"{{zone}}"}],"asOf":"{{Text(start)}}"}""");
        Assert.True(answer.Status == 200, answer.Text);
        Assert.DoesNotContain("NOT_STORED", answer.Text, StringComparison.Ordinal);
        return answer.String("planId")!;
    }

    /// <summary>As if the plan had been made from a feed's stand-in.</summary>
    public static Task StandInAsync(this ApiOnPostgres api, string id, string source) => api.Database.UseAsync(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync();
        return await connection.ExecuteAsync(
            """update plan_document set answer = replace(answer::text, '"source":"forecast"', '"source":"' || @source || '"')::json where id = @id""", new { id, source });
    });

    public static Task<Answer> ReportAsync(this ApiOnPostgres api, string id, string body) => api.PostAsync($"/api/v2/plans/{id}/actuals", body);

    public static async Task<Answer> PostAsync(this ApiOnPostgres api, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await Answer.Of(await api.Client.PostAsync(new Uri(path, UriKind.Relative), content));
    }

    public static async Task<Answer> GetAsync(this ApiOnPostgres api, string path) => await Answer.Of(await api.Client.GetAsync(new Uri(path, UriKind.Relative)));

    public static Task StoreAsync(this ApiOnPostgres api, string zone, string status, double[] hours, string more = "")
    {
        var text = new StringBuilder("time,value\n");
        for (var h = 0; h < hours.Length; h++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Text(Day.AddHours(h))},{hours[h]:R}\n");
        }

        return api.ImportAsync($"?zone={zone}&status={status}&source={status}{more}", text.ToString());
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
