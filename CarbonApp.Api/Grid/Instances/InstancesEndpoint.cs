using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Footprint;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Instances;

internal static class InstancesEndpoint
{
    /// <summary>Size and power of an instance type, and how sure the figures are.</summary>
    /// <param name="provider"><c>aws</c>, <c>azure</c> or <c>gcp</c>.</param>
    /// <param name="type">The provider's name, such as m6i.xlarge.</param>
    /// <response code="200">The type.</response>
    /// <response code="400">The provider is not known.</response>
    /// <response code="404">The type is not known: UNKNOWN_INSTANCE with the nearest names.</response>
    public static Results<Ok<InstanceResponse>, ProblemHttpResult> Get(string provider, string type)
    {
        if (WireNames.Provider(provider) is not { } known)
        {
            return DomainProblems.Invalid("provider", $"'{provider}' is not one of aws, azure, gcp.");
        }

        return InstanceCatalogue.Find(known, type) is { } found
            ? TypedResults.Ok(Response(found))
            : DomainProblems.UnknownInstance(WireNames.Of(known), type, InstanceCatalogue.Nearest(known, type, 3), 404);
    }

    private static InstanceResponse Response(InstanceType type) => new()
    {
        Provider = WireNames.Of(type.Provider),
        Name = type.Name,
        VirtualCpus = type.VirtualCpus,
        MemoryGigabytes = type.MemoryGigabytes,
        IdleWatts = type.Power.Idle.Watts,
        TenPercentWatts = type.Power.AtTenPercent.Watts,
        HalfWatts = type.Power.AtHalf.Watts,
        FullWatts = type.Power.Full.Watts,
        Confidence = WireNames.Of(type.Confidence),
        EmbodiedKg = type.Embodied?.Kilograms,
        Source = type.Source,
    };
}
