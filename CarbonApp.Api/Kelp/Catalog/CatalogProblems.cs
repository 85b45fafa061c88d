using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CarbonApp.Api.Kelp.Catalog;

/// <summary>What goes wrong with catalogues, as answers.</summary>
internal static class CatalogProblems
{
    public const string UnknownCatalog = "UNKNOWN_CATALOG";
    public const string CatalogFailed = "CATALOG_FAILED";

    public static ProblemHttpResult Unknown(string name, SceneFinder finder) => DomainProblems.Of(
        404, UnknownCatalog, "The catalogue is not known",
        $"catalog: '{(name.Length <= 40 ? name : name[..40] + "…")}' is not set up here; {(finder.Catalogs.Count == 0 ? "none is" : "there are " + string.Join(", ", finder.Catalogs.Select(c => c.Name)))}.");

    /// <summary>A catalogue that failed: 504 where it was too slow, 503 where none is set up, else 502.</summary>
    public static ProblemDetails Describe(CatalogException failure) => new()
    {
        Status = failure.Fault switch
        {
            CatalogFault.TimedOut => 504,
            CatalogFault.NotSetUp => 503,
            _ => 502,
        },
        Title = failure.Fault == CatalogFault.NotSetUp ? "No catalogue of scenes is set up" : "A catalogue of scenes failed",
        Detail = $"{failure.Message}. {failure.Remedy}",
        Extensions = { ["code"] = CatalogFailed },
    };
}
