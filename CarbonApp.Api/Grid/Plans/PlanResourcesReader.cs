using System.Diagnostics.CodeAnalysis;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Units;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>Finds out what power a job draws at each of its sites.</summary>
internal sealed class PlanResourcesReader(PlanResources? resources, bool elastic)
{
    /// <summary>Drawn by a job that says nothing: a round number that makes g/kWh readable as g/h.</summary>
    private const double AssumedWatts = 1000;

    private static readonly InstancePower Assumed = new(new PlanPower { Watts = AssumedWatts, Confidence = "assumed" }, null);

    /// <summary>By provider: many sites share one.</summary>
    private readonly Dictionary<CloudProvider, InstancePower> _known = [];
    private readonly InstancePower? _given = Given(resources, elastic);

    /// <summary>Says so where the instance type exists at no site.</summary>
    public ProblemHttpResult? UnknownEverywhere => _known.Count > 0 && _known.Values.All(p => p.Power is null)
        ? DomainProblems.UnknownInstance(
            WireNames.Of(_known.Keys.First()), resources!.InstanceType!, InstanceCatalogue.Nearest(_known.Keys.First(), resources.InstanceType!, 3))
        : null;

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

    /// <summary>False with a problem where it cannot be known whose instance type it is; without power where that provider has none of the name.</summary>
    public bool TryResolve(SiteItem site, [NotNullWhen(true)] out InstancePower? power, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        problem = null;
        power = _given;
        if (power is not null)
        {
            return true;
        }

        if (WireNames.Provider(resources!.Provider ?? site.Provider) is not { } provider)
        {
            problem = DomainProblems.Invalid("job.resources.provider", "is missing: the site is a grid zone, so say whose instance type it is: aws, azure or gcp.");
            return false;
        }

        if (!_known.TryGetValue(provider, out power))
        {
            _known[provider] = power = Of(InstanceCatalogue.Find(provider, resources.InstanceType!));
        }

        return true;
    }

    private static InstancePower? Given(PlanResources? resources, bool elastic) => resources switch
    {
        _ when elastic => new InstancePower(new PlanPower { Watts = 0, Confidence = "given" }, null),
        null => Assumed,
        { Watts: { } watts } => new InstancePower(new PlanPower { Watts = watts, Confidence = "given" }, null),
        _ => null,
    };

    private InstancePower Of(InstanceType? type)
    {
        if (type is null)
        {
            return new InstancePower(null, null);
        }

        var power = new PlanPower
        {
            Watts = type.Power.At(resources!.Utilization).Watts * resources.Count,
            Confidence = type.Confidence == PowerConfidence.Measured ? "measured" : "estimated",
        };
        return new InstancePower(power, type.Embodied is { } embodied ? Co2eMass.FromGrams(embodied.Grams * resources.Count) : null);
    }
}

/// <summary>What a job draws on some machine, and the machine's manufacture; without power where there is no such machine.</summary>
internal sealed record InstancePower(PlanPower? Power, Co2eMass? Embodied);
