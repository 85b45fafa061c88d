using System.Collections.Frozen;
using CarbonApp.Engine.Grid.Regions;

namespace CarbonApp.Engine.Grid.Footprint;

/// <summary>The instance types that suit a kind of work, by the names the first API gave them; all are AWS types.</summary>
public static class WorkloadCatalogue
{
    private static readonly FrozenDictionary<string, IReadOnlyList<InstanceType>> ByWorkload = new Dictionary<string, string>
    {
        ["general"] =
            "t4g.micro t4g.small t4g.medium m7g.large m7g.xlarge m6g.large c7g.large t3.micro t3.small t3.medium m6i.large m6i.xlarge c6i.large",
        ["training"] =
            "p5.48xlarge p4d.24xlarge p4de.24xlarge p3.16xlarge p3.8xlarge p3.2xlarge p3dn.24xlarge g5.48xlarge g5.12xlarge g5.2xlarge " +
            "g4dn.12xlarge g4dn.xlarge",
        ["inference"] =
            "inf2.48xlarge inf2.24xlarge inf2.8xlarge inf2.xlarge inf1.24xlarge inf1.6xlarge inf1.2xlarge g5.xlarge g4dn.xlarge " +
            "c7g.16xlarge c7g.8xlarge c7g.2xlarge c6g.16xlarge m6g.8xlarge",
        ["database"] = "r7g.16xlarge r6g.8xlarge r6i.8xlarge x2gd.8xlarge i4g.16xlarge i3en.12xlarge",
        ["containers"] = "fargate-graviton fargate-standard t4g.medium m7g.large c7g.large",
        ["serverless"] = "lambda-arm64 lambda-x86_64",
    }.ToFrozenDictionary(pair => pair.Key, pair => TypesOf(pair.Value), StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of the workloads, alphabetical.</summary>
    public static IReadOnlyList<string> Workloads { get; } = [.. ByWorkload.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Types that suit a workload, named in any case, in the order the first API listed them; null when there is no such workload.</summary>
    public static IReadOnlyList<InstanceType>? Find(string workload) => ByWorkload.GetValueOrDefault(workload);

    private static IReadOnlyList<InstanceType> TypesOf(string names) =>
    [
        .. names.Split(' ').Select(name => InstanceCatalogue.Find(CloudProvider.Aws, name)
            ?? throw new InvalidOperationException($"The catalogue lacks {name}, which a workload names.")),
    ];
}
