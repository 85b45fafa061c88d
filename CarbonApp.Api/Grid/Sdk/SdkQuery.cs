using System.Diagnostics.CodeAnalysis;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Sdk;

/// <summary>A location as the caller wrote it, and the signal of the zone that feeds it.</summary>
internal readonly record struct NamedSignal(string Location, SignalBasis Basis);

/// <summary>Reads the parameters that the SDK's calls share.</summary>
internal static class SdkQuery
{
    /// <summary>Locations of one call.</summary>
    public const int MostLocations = 100;

    /// <summary>The signals of the locations asked for, in their order, duplicates kept; a problem when one is missing or unknown.</summary>
    public static async ValueTask<(NamedSignal[] Places, ProblemHttpResult? Problem)> PlacesAsync(
        IReadOnlyList<string?>? names, SdkLocations locations, CancellationToken cancellationToken)
    {
        var given = names?.Where(n => !string.IsNullOrWhiteSpace(n)).Select(n => n!.Trim()).ToArray() ?? [];
        if (given.Length is 0 or > MostLocations)
        {
            return ([], DomainProblems.Invalid("location", given.Length == 0
                ? "location is not set; name one or more, such as location=uksouth&location=GB. GET /locations lists all."
                : $"{given.Length} locations are named; at most {MostLocations} are answered at once."));
        }

        var places = new NamedSignal[given.Length];
        for (var i = 0; i < given.Length; i++)
        {
            if (await locations.FindAsync(given[i], cancellationToken) is not { } place)
            {
                return ([], UnknownLocation("location", given[i]));
            }

            places[i] = place;
        }

        return (places, null);
    }

    public static ProblemHttpResult UnknownLocation(string field, string name) =>
        DomainProblems.UnknownLocation(field, name.Length <= 64 ? name : name[..64] + "…", CloudRegionTable.Nearest(name, 3));

    /// <summary>The time in a query; null when left out. What is wrong with it is added to the errors.</summary>
    public static DateTimeOffset? Time(string field, string? text, FieldErrors errors) =>
        string.IsNullOrEmpty(text) ? null : SignalsEndpoint.ReadTime(field, text, default, errors);

    /// <summary>Notes a required time of a body that is missing.</summary>
    public static bool IsSet(string field, [NotNullWhen(true)] DateTimeOffset? time, FieldErrors errors)
    {
        if (time is null)
        {
            errors.Add(field, $"{field} is not set.");
        }

        return time is not null;
    }
}
