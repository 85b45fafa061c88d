namespace CarbonApp.Api.Tests.Metrics;

/// <summary>
/// Tests that run while no other host does: meters of one name are one to OpenTelemetry, whichever host of a process made them, and end
/// for all when one host ends.
/// </summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;
