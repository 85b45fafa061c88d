using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Engine.Grid.Regions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Footprint;

/// <summary>Reads the components of a request and counts their energy.</summary>
internal static class FootprintComponents
{
    private const int MostComponents = 200;

    /// <summary>False with errors added when the form of a component is wrong. The period must have been checked before.</summary>
    public static bool Validate(FootprintRequest request, FieldErrors errors)
    {
        if (!errors.Require("components", request.Components))
        {
            return false;
        }

        errors.Within("components", request.Components.Count, 1, MostComponents, " components");
        var hours = (request.End!.Value - request.Start!.Value).TotalHours;
        for (var i = 0; i < request.Components.Count && !errors.Any; i++)
        {
            if (errors.Require($"components[{i}]", request.Components[i]))
            {
                Validate(request.Components[i], $"components[{i}]", hours, errors);
            }
        }

        return !errors.Any;
    }

    /// <summary>The components counted; false with a problem where an instance type is not known.</summary>
    public static bool TryCount(
        FootprintRequest request, SiteItem site, Coefficient pue,
        [NotNullWhen(true)] out IReadOnlyList<NamedComponent>? components, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        (components, problem) = (null, null);
        var period = (request.End!.Value - request.Start!.Value).TotalHours;
        var counted = new List<NamedComponent>(request.Components!.Count);
        foreach (var (index, asked) in request.Components.Index())
        {
            InstanceType? type = null;
            if (asked.Instances is { } machines && !TryFindType(machines, $"components[{index}]", site, out type, out problem))
            {
                return false;
            }

            var kind = KindOf(asked);
            var name = asked.Name ?? string.Create(CultureInfo.InvariantCulture, $"{kind}-{index + 1}");
            counted.Add(new NamedComponent(name, kind, Count(asked, type, asked.Hours ?? period, pue)));
        }

        components = counted;
        return true;
    }

    private static ComponentFootprint Count(FootprintComponent asked, InstanceType? type, double hours, Coefficient pue) => asked switch
    {
        { Instances: { } machines } => ComponentFootprint.OfInstances(type!, machines.Count, machines.Utilization, hours, pue),
        { Power: { } power } => ComponentFootprint.OfPower(power.Watts!.Value, hours, pue, power.ServerKg, power.ServerShare, power.LifetimeHours),
        { Memory: { } memory } => ComponentFootprint.OfMemory(memory.Gigabytes!.Value, hours, pue),
        { Storage: { } storage } => ComponentFootprint.OfStorage(
            storage.Terabytes!.Value, storage.Medium == "hdd" ? StorageMedium.Hdd : StorageMedium.Ssd, storage.Replication, storage.EmbodiedKgPerTb, hours, pue),
        _ => ComponentFootprint.OfNetwork(asked.Network!.Gigabytes!.Value, asked.Network.KwhPerGb),
    };

    private static bool TryFindType(
        FootprintInstances machines, string field, SiteItem site, [NotNullWhen(true)] out InstanceType? type, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        (type, problem) = (null, null);
        if (WireNames.Provider(machines.Provider ?? site.Provider) is not { } provider)
        {
            problem = DomainProblems.Invalid($"{field}.instances.provider", "is missing: the site is a grid zone, so say whose instance type it is: aws, azure or gcp.");
            return false;
        }

        type = InstanceCatalogue.Find(provider, machines.InstanceType!);
        problem = type is null
            ? DomainProblems.UnknownInstance(WireNames.Of(provider), machines.InstanceType!, InstanceCatalogue.Nearest(provider, machines.InstanceType!, 3))
            : null;
        return problem is null;
    }

    private static void Validate(FootprintComponent asked, string field, double periodHours, FieldErrors errors)
    {
        if (asked.Name?.Length > 200)
        {
            errors.Add($"{field}.name", $"has {asked.Name.Length} characters; at most 200 are kept.");
        }

        if (asked.Hours is { } hours)
        {
            errors.Within($"{field}.hours", hours, 0, periodHours, " h, the length of the period");
        }

        object?[] parts = [asked.Instances, asked.Power, asked.Memory, asked.Storage, asked.Network];
        if (parts.Count(p => p is not null) != 1)
        {
            errors.Add(field, "give exactly one of instances, power, memory, storage and network.");
            return;
        }

        field += $".{KindOf(asked)}";
        switch (asked)
        {
            case { Instances: { } machines }:
                CheckInstances(machines, field, errors);
                break;
            case { Power: { } power }:
                Need($"{field}.watts", power.Watts, 0.001, 1e9, " W", errors);
                May($"{field}.serverKg", power.ServerKg, 0, 1e7, " kgCO2eq", errors);
                errors.Within($"{field}.serverShare", power.ServerShare, 1e-6, 100_000, "");
                May($"{field}.lifetimeHours", power.LifetimeHours, 1, 175_200, " h", errors);
                break;
            case { Memory: { } memory }:
                Need($"{field}.gigabytes", memory.Gigabytes, 1e-9, 1e9, " GB", errors);
                break;
            case { Storage: { } storage }:
                Need($"{field}.terabytes", storage.Terabytes, 1e-9, 1e9, " TB", errors);
                errors.OneOf($"{field}.medium", storage.Medium, "ssd", "hdd");
                May($"{field}.replication", storage.Replication, 1, 100, " copies", errors);
                May($"{field}.embodiedKgPerTb", storage.EmbodiedKgPerTb, 0, 10_000, " kgCO2eq/TB", errors);
                break;
            case { Network: { } network }:
                Need($"{field}.gigabytes", network.Gigabytes, 1e-9, 1e12, " GB", errors);
                May($"{field}.kwhPerGb", network.KwhPerGb, 0, 1_000, " kWh/GB", errors);
                break;
        }
    }

    private static void CheckInstances(FootprintInstances machines, string field, FieldErrors errors)
    {
        errors.Require($"{field}.instanceType", machines.InstanceType);
        if (machines.Provider is { } provider && WireNames.Provider(provider) is null)
        {
            errors.OneOf($"{field}.provider", provider, "aws", "azure", "gcp");
        }

        errors.Within($"{field}.count", machines.Count, 1, 100_000, "");
        errors.Within($"{field}.utilization", machines.Utilization, 0, 1, "");
    }

    private static void Need(string field, double? value, double low, double high, string unit, FieldErrors errors)
    {
        if (value is null)
        {
            errors.Add(field, "is missing.");
        }

        May(field, value, low, high, unit, errors);
    }

    private static void May(string field, double? value, double low, double high, string unit, FieldErrors errors)
    {
        if (value is { } number)
        {
            errors.Within(field, number, low, high, unit);
        }
    }

    private static string KindOf(FootprintComponent asked) =>
        asked.Instances is not null ? "instances" : asked.Power is not null ? "power" : asked.Memory is not null ? "memory" : asked.Storage is not null ? "storage" : "network";
}
