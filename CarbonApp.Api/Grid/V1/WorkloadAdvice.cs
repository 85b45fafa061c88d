namespace CarbonApp.Api.Grid.V1;

/// <summary>Advice that holds for a kind of workload.</summary>
internal static class WorkloadAdvice
{
    /// <summary>General advice; the figures of the answer do not depend on it.</summary>
    public static IReadOnlyList<string> For(string workload) => workload switch
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
