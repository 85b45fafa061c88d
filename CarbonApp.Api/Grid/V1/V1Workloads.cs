using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Engine.Grid.Regions;

namespace CarbonApp.Api.Grid.V1;

/// <summary>Kinds of workload v1 knows, the AWS types suited to each, and advice that holds for the kind.</summary>
internal static class V1Workloads
{
    public static readonly string[] Names = ["training", "inference", "general", "database", "containers", "serverless"];

    private static readonly Dictionary<string, string[]> TypeNames = new()
    {
        ["training"] =
        [
            "p5.48xlarge", "p4d.24xlarge", "p4de.24xlarge", "p3.16xlarge", "p3.8xlarge", "p3.2xlarge", "p3dn.24xlarge",
            "g5.48xlarge", "g5.12xlarge", "g5.2xlarge", "g4dn.12xlarge", "g4dn.xlarge",
        ],
        ["inference"] =
        [
            "inf2.48xlarge", "inf2.24xlarge", "inf2.8xlarge", "inf2.xlarge", "inf1.24xlarge", "inf1.6xlarge", "inf1.2xlarge",
            "g5.xlarge", "g4dn.xlarge", "c7g.16xlarge", "c7g.8xlarge", "c7g.2xlarge", "c6g.16xlarge", "m6g.8xlarge",
        ],
        ["general"] =
        [
            "t4g.micro", "t4g.small", "t4g.medium", "m7g.large", "m7g.xlarge", "m6g.large", "c7g.large",
            "t3.micro", "t3.small", "t3.medium", "m6i.large", "m6i.xlarge", "c6i.large",
        ],
        ["database"] = ["r7g.16xlarge", "r6g.8xlarge", "r6i.8xlarge", "x2gd.8xlarge", "i4g.16xlarge", "i3en.12xlarge"],
        ["containers"] = ["fargate-graviton", "fargate-standard", "t4g.medium", "m7g.large", "c7g.large"],
        ["serverless"] = ["lambda-arm64", "lambda-x86_64"],
    };

    /// <summary>The types of a workload that the catalogue knows.</summary>
    public static IReadOnlyList<InstanceType> TypesOf(string workload) =>
        [.. TypeNames[workload].Select(n => InstanceCatalogue.Find(CloudProvider.Aws, n)).OfType<InstanceType>()];

    /// <summary>General advice; the figures of the answer do not depend on it.</summary>
    public static IReadOnlyList<string> Advice(string workload) => workload switch
    {
        "training" =>
        [
            "Write checkpoints, so that training can pause through dirty hours: POST /api/v2/plan with mode interruptible shows what that saves.",
            "Train in the cleanest region the data may move to; a training set crosses the network once, the accelerators draw power for the whole run.",
        ],
        "inference" =>
        [
            "Batch requests that can wait: an accelerator half idle still draws much of its full power.",
            "Compare Inferentia and Graviton types with POST /api/v1/compare before renting a GPU for small models.",
        ],
        "database" =>
        [
            "Move backups, index rebuilds and vacuuming into the optimal window: they can wait when queries cannot.",
            "Choose the size for the working set; memory draws power whether it is used or not.",
        ],
        "containers" =>
        [
            "Scale to zero outside working hours and run batch containers in the optimal window.",
            "Build images for arm64, so that Graviton capacity can be used.",
        ],
        "serverless" =>
        [
            "Deploy functions for arm64 where the runtime allows it.",
            "Trigger scheduled functions in the optimal window rather than on the full hour.",
        ],
        _ =>
        [
            "Stop instances outside the hours they are needed: an idle instance keeps drawing a third or more of its half-load power.",
            "Prefer Graviton types where the software runs on arm64.",
        ],
    };
}
