using System.Globalization;
using System.Text;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Web.ApiClient;
using CarbonApp.Web.Wording;

namespace CarbonApp.Web.Grid.Zones;

/// <summary>
/// The zone page's values as a file, its columns named so that <c>carbon import</c> takes it. An import does not look at the status
/// column: a file with anything but measured values needs <c>--status</c>.
/// </summary>
internal static class SignalCsv
{
    public static void MapSignalCsv(this IEndpointRouteBuilder routes) => routes.MapGet("/zones/{zone}/signal.csv", DownloadAsync);

    /// <summary>One line for each slot; a gap is an empty cell.</summary>
    public static async Task<IResult> DownloadAsync(string zone, string? from, string? to, CarbonApi api, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (range, complaint) = ZoneRange.Read(null, from, to, clock.GetUtcNow());
        if (complaint is not null)
        {
            return TypedResults.Problem(complaint, statusCode: StatusCodes.Status400BadRequest);
        }

        return await api.GetSignalAsync(zone, range.From, range.To, cancellationToken) switch
        {
            ApiAnswer<SignalResponse>.Success(var signal) => File(signal),
            ApiAnswer<SignalResponse>.Refused(var problem) => TypedResults.Problem(problem.Detail, statusCode: problem.Status),
            _ => TypedResults.Problem("The carbon service cannot be reached. Try again in a few seconds.", statusCode: StatusCodes.Status502BadGateway),
        };
    }

    private static IResult File(SignalResponse signal)
    {
        var text = new StringBuilder("start_utc,end_utc,zone,gco2eq_per_kwh,status,source\n");
        foreach (var slot in signal.Slots)
        {
            text.Append(Times.Machine(slot.Start)).Append(',').Append(Times.Machine(slot.End)).Append(',')
                .Append(signal.Zone).Append(',')
                .Append(slot.Intensity?.ToString("R", CultureInfo.InvariantCulture)).Append(',')
                .Append(slot.Status).Append(',').Append(slot.Source).Append('\n');
        }

        var name = $"{signal.Zone}_{signal.From.UtcDateTime:yyyyMMdd'T'HHmm}_{signal.To.UtcDateTime:yyyyMMdd'T'HHmm}.csv";
        return TypedResults.File(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", name);
    }
}
