using System.Globalization;
using CarbonApp.Api.Kelp.Analyses;
using Microsoft.AspNetCore.Http.Extensions;

namespace CarbonApp.Web.Kelp.Analyses;

/// <summary>The address of the form, filled in with what was asked before. Outline and layers are too long for an address; of layers it says that they were given.</summary>
internal static class AnalysisLink
{
    public static string ToForm(AnalysisRequest request)
    {
        var query = new QueryBuilder();
        void Add(string field, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Add(field, value);
            }
        }

        switch (request.Aoi)
        {
            case { Point: { Lat: { } lat, Lon: { } lon } } circle:
                Add("lat", Text(lat));
                Add("lon", Text(lon));
                Add("radius", circle.RadiusKm is { } radius ? Text(radius) : null);
                break;
            case { Bbox: [var west, var south, var east, var north] }:
                Add("shape", "box");
                Add("west", Text(west));
                Add("south", Text(south));
                Add("east", Text(east));
                Add("north", Text(north));
                break;
            default:
                Add("shape", "outline");
                break;
        }

        Add("from", Day(request.From));
        Add("to", Day(request.To));
        Add("months", request.Months is { Count: > 0 and < 12 } months ? string.Join(',', months) : null);
        Add("species", request.Species);
        Add("detector", request.Detector);
        Add("level", Text(request.ReferenceLevelM));
        Add("cloud", Text(Math.Round(request.MaxCloudShare * 100, 3)));
        Add("scenes", request.ScenesPerQuarter.ToString(CultureInfo.InvariantCulture));
        Add("catalog", request.Catalog);
        Add("name", request.Name);
        Add("land-again", request.Land is null ? null : "1");
        Add("deep-again", request.TooDeep is null ? null : "1");
        // A box that is not ticked is left out of a form, so an address has to say it is empty.
        return "/kelp" + query.ToQueryString() + (request.TideCorrection ? "" : "&tide=");
    }

    private static string? Day(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
