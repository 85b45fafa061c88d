using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>What the same job would emit if nobody planned, under the same signal.</summary>
/// <param name="RunNow">From the earliest instant, in one piece; null where the signal does not cover that.</param>
/// <param name="WorstStart">From the dirtiest start, in one piece.</param>
/// <param name="MeanStart">Expectation over all starts, each equally likely.</param>
public sealed record EmissionBaselines(Co2eMass? RunNow, Co2eMass? WorstStart, Co2eMass? MeanStart);
