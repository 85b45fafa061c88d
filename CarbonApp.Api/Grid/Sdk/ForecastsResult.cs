using System.Buffers;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace CarbonApp.Api.Grid.Sdk;

/// <summary>200 with a list of forecasts, sent from the pieces they were written in.</summary>
internal sealed class ForecastsResult(IReadOnlyList<(ForecastBody Body, string Location, DateTimeOffset RequestedAt)> forecasts)
    : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(EmissionsForecastDTO[]), ["application/json"]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        EstimatedHeader.Write(response, forecasts.Select(f => (f.Location, f.Body.EstimatedShare)));
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = forecasts.Sum(f => f.Body.Length) + Math.Max(2, forecasts.Count + 1);
        var output = response.BodyWriter;
        output.Write("["u8);
        for (var i = 0; i < forecasts.Count; i++)
        {
            if (i > 0)
            {
                // One forecast at a time: a slow reader must not make a hundred of them wait in memory.
                output.Write(","u8);
                await output.FlushAsync(httpContext.RequestAborted);
            }

            forecasts[i].Body.WriteTo(output, forecasts[i].RequestedAt);
        }

        output.Write("]"u8);
        await output.FlushAsync(httpContext.RequestAborted);
    }
}
