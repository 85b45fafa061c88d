using System.Diagnostics.CodeAnalysis;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Engine.Grid.Regions;

namespace CarbonApp.Api.Grid.V1;

/// <summary>Checks that v1's calls share. What does not hold is added to the errors under the field's v1 name.</summary>
internal static class V1Input
{
    private const double LongestHours = 8760;

    /// <summary>Exact to 100 ns: half an hour is half an hour.</summary>
    public static TimeSpan Duration(double hours, FieldErrors errors)
    {
        if (!(hours > 0 && hours <= LongestHours))
        {
            errors.Add("duration_hours", $"{hours} is not a running time: it must be more than 0 and at most {LongestHours} hours.");
            return TimeSpan.FromHours(1);
        }

        return TimeSpan.FromTicks(Math.Max(1, (long)Math.Round(hours * TimeSpan.TicksPerHour)));
    }

    /// <summary>The region with a code: AWS's first, as v1 has always meant it, then the other providers'.</summary>
    public static CloudRegion? FindRegion(string code) =>
        CloudRegionTable.Find(CloudProvider.Aws, code) ?? (CloudRegionTable.FindByCode(code) is [var other, ..] ? other : null);

    public static CloudRegion? Region(string field, string? code, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(code))
        {
            errors.Add(field, "is required: a cloud region such as us-east-1.");
            return null;
        }

        var region = FindRegion(code);
        if (region is null)
        {
            errors.Add(field, UnknownRegion(code));
        }

        return region;
    }

    public static string UnknownRegion(string code)
    {
        var nearest = CloudRegionTable.Nearest(code, 3);
        return $"'{code}' is no region of AWS, Azure or Google Cloud; the nearest names are {string.Join(", ", nearest)}.";
    }

    public static InstanceType? Instance(string field, string? name, CloudRegion? region, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            errors.Add(field, "is required: an instance type such as m6i.xlarge.");
            return null;
        }

        if (region is null)
        {
            return null;
        }

        var type = InstanceCatalogue.Find(region.Provider, name);
        if (type is null)
        {
            errors.Add(field, $"'{name}' is no instance type of {region.Provider} known here; the nearest names are {string.Join(", ", InstanceCatalogue.Nearest(region.Provider, name, 3))}.");
        }

        return type;
    }

    public static bool Both([NotNullWhen(true)] CloudRegion? region, [NotNullWhen(true)] InstanceType? type) => region is not null && type is not null;
}
