using System.Diagnostics.CodeAnalysis;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Ledger;

/// <summary>A question to the ledger that has been understood.</summary>
internal sealed record LedgerQuestion(string? Zone, string? Policy, DateTimeOffset From, DateTimeOffset To, string? Bucket, bool Replays, bool Csv)
{
    /// <summary>Rows in an answer.</summary>
    public const int MostRows = 10_000;

    private const int LongestPolicy = 60;
    private static readonly DateTimeOffset Beginning = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset EndOfTime = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static bool TryRead(
        string? zone, string? policy, string? from, string? to, string? bucket, string? replays, string? format,
        [NotNullWhen(true)] out LedgerQuestion? question, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var errors = new FieldErrors();
        var start = SignalsEndpoint.ReadTime("from", from, Beginning, errors);
        var end = SignalsEndpoint.ReadTime("to", to, EndOfTime, errors);
        if (!errors.Any && end <= start)
        {
            errors.Add("to", $"{end:yyyy-MM-dd'T'HH:mm:ss'Z'} is not after from, {start:yyyy-MM-dd'T'HH:mm:ss'Z'}.");
        }

        if (zone is not null && !ZoneId.TryParse(zone, out _))
        {
            errors.Add("zone", "is no name of a grid zone, such as GB or US-MIDA-PJM.");
        }

        if (policy?.Length > LongestPolicy || policy?.All(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '-') == false)
        {
            errors.Add("policy", "is no policy, such as contiguous or contiguous:mean.");
        }

        errors.OneOf("bucket", bucket, "day", "week", "month");
        var replaysWord = errors.OneOf("replays", replays, "true", "false");
        var formatWord = errors.OneOf("format", format, "json", "csv");
        question = errors.Any ? null : new LedgerQuestion(
            zone is null ? null : ZoneId.Parse(zone).Value, policy, start, end, bucket, replaysWord == "true", formatWord == "csv");
        problem = errors.Any ? errors.ToProblem() : null;
        return question is not null;
    }
}
