using System.Net;
using System.Text.Json;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Kelp.V1;
using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CarbonApp.Api.OpenApi;

/// <summary>The OpenAPI document of the service, at /openapi/v1.json, and the page to try it, at /docs.</summary>
internal static class ApiDocument
{
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer(Describe);
        options.AddOperationTransformer(Complete);
        options.AddSchemaTransformer(Correct);
    });

    public static void MapApiDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi().DisableRateLimiting().AllowAnonymous();
        DocsPage.Map(routes);
    }

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "CarbonApp";
        document.Info.Version = typeof(ApiDocument).Assembly.GetName().Version!.ToString(3);
        document.Info.Description =
            "When and where should work run so that it emits least? v1 is what clients of the Carbon Optimizer know; v2 plans to the second and says where every figure comes from; /emissions and /locations are the calls of the Carbon Aware SDK. How much carbon does a kelp forest hold? /api/v2/analyses answers from Sentinel-2 scenes, /api/run and /api/imagery as clients of Kelpie Carbon v1 know it. All times are UTC.";
        document.Servers = [new OpenApiServer { Url = "/" }];
        return Task.CompletedTask;
    }

    private static async Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var path = "/" + context.Description.RelativePath;
        if (path == "/health")
        {
            operation.OperationId = "health";
            operation.Summary = "Says that the service answers, and whether a key for Electricity Maps is set.";
        }

        if (context.Description.HttpMethod == "POST" && path == "/api/v2/imports")
        {
            // The endpoint reads its body as a stream, which the generator cannot see.
            operation.RequestBody = ApiExamples.ImportFile();
        }

        AddExamples(operation);
        var (isV1, isKelpie) = (V1ErrorWriter.Speaks(path), KelpieErrorWriter.Speaks(path));
        var schema = await context.GetOrCreateSchemaAsync(
            isV1 ? typeof(Grid.V1.ErrorResponse) : isKelpie ? typeof(KelpieErrorResponse) : typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), null, cancellationToken);
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = isV1 || isKelpie
                ? "Any other error: 401, 403, 405, 413, 415, 429, 500, 503."
                : "Any other error: 401, 403, 405, 413, 415, 429, 500, 502, 503, 504. The member code names the problem for programs.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [isV1 || isKelpie ? "application/json" : "application/problem+json"] = new OpenApiMediaType { Schema = schema },
            },
        };
        foreach (var (status, response) in operation.Responses.Where(r => !r.Key.StartsWith('2') && r.Key != "304"))
        {
            foreach (var media in response.Content?.Values ?? [])
            {
                media.Example = isV1 ? ApiExamples.V1Error(status) : isKelpie ? ApiExamples.KelpieError(status) : ApiExamples.Problem(status, path);
            }
        }
    }

    private static void AddExamples(OpenApiOperation operation)
    {
        if (operation.RequestBody?.Content?.TryGetValue("application/json", out var body) == true)
        {
            body.Example ??= ApiExamples.Body(operation.OperationId);
        }

        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            parameter.Example = ApiExamples.Parameter(operation.OperationId, parameter.Name);
        }
    }

    private static async Task Correct(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        // Our converter for times hides from the generator that they are strings.
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?))
        {
            schema.Type = type == typeof(DateTimeOffset) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Format = "date-time";
        }

        if (type == typeof(JsonElement))
        {
            // A problem handed on as it came.
            schema.Type = JsonSchemaType.Object;
        }

        // Nor can it see through the converter of a list that may be a word.
        if (type == typeof(PlanSiteList))
        {
            schema.Type = null;
            schema.OneOf =
            [
                new OpenApiSchema { Type = JsonSchemaType.Array, Items = await context.GetOrCreateSchemaAsync(typeof(PlanSite), null, cancellationToken) },
                new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["any"] },
            ];
        }

        // XML documentation escapes "&", which the document must not.
        schema.Description = WebUtility.HtmlDecode(schema.Description);
    }
}
