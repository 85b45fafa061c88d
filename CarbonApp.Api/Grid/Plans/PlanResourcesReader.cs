using System.Diagnostics.CodeAnalysis;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Engine.Grid.Regions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>Finds out what power a job draws.</summary>
internal static class PlanResourcesReader
{
    /// <summary>Drawn by a job that says nothing: a round number that makes g/kWh readable as g/h.</summary>
    private const double AssumedWatts = 1000;

    public static void Validate(PlanResources? resources, FieldErrors errors)
    {
        if (resources is null)
        {
            return;
        }

        if (resources.Watts is null == resources.InstanceType is null)
        {
            errors.Add("job.resources", "give either watts or instanceType, not both and not neither.");
        }

        if (resources.Watts is { } watts)
        {
            errors.Within("job.resources.watts", watts, 0.001, 1e9, " W");
        }

        if (resources.Provider is { } provider && WireNames.Provider(provider) is null)
        {
            errors.OneOf("job.resources.provider", provider, "aws", "azure", "gcp");
        }

        errors.Within("job.resources.count", resources.Count, 1, 100_000, "");
        errors.Within("job.resources.utilization", resources.Utilization, 0, 1, "");
    }

    public static bool TryResolve(
        PlanResources? resources, SiteItem site, [NotNullWhen(true)] out PlanPower? power, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        problem = null;
        power = resources switch
        {
            null => new PlanPower { Watts = AssumedWatts, Confidence = "assumed" },
            { Watts: { } watts } => new PlanPower { Watts = watts, Confidence = "given" },
            _ => null,
        };
        if (power is not null)
        {
            return true;
        }

        if (WireNames.Provider(resources!.Provider ?? site.Provider) is not { } provider)
        {
            problem = DomainProblems.Invalid("job.resources.provider", "is missing: the site is a grid zone, so say whose instance type it is: aws, azure or gcp.");
            return false;
        }

        if (InstanceCatalogue.Find(provider, resources.InstanceType!) is not { } type)
        {
            problem = DomainProblems.UnknownInstance(
                WireNames.Of(provider), resources.InstanceType!, InstanceCatalogue.Nearest(provider, resources.InstanceType!, 3));
            return false;
        }

        power = new PlanPower
        {
            Watts = type.Power.At(resources.Utilization).Watts * resources.Count,
            Confidence = type.Confidence == PowerConfidence.Measured ? "measured" : "estimated",
        };
        return true;
    }
}
