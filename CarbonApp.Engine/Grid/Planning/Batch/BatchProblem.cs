using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning.Batch;

/// <summary>Many jobs that share sites of limited capacity, over equal slots of time.</summary>
/// <param name="SlotLength">Length of every slot; more than zero.</param>
/// <param name="Sites">Where jobs may run; all with the same number of slots.</param>
/// <param name="Jobs">What is to run.</param>
public sealed record BatchProblem(TimeSpan SlotLength, IReadOnlyList<BatchSite> Sites, IReadOnlyList<BatchJob> Jobs);

/// <summary>A site with its intensity per slot and its capacity.</summary>
/// <param name="GramsPerKilowattHour">
/// gCO2eq per kWh drawn by the servers, the site's PUE included, per slot; zero or more, NaN where unknown: nothing is placed there.
/// </param>
/// <param name="Capacity">Capacity units that may be in use at one time; zero or more.</param>
public sealed record BatchSite(IReadOnlyList<double> GramsPerKilowattHour, int Capacity);

/// <summary>Whether a job may be paused.</summary>
public enum BatchMode
{
    /// <summary>May pause and move between sites at every slot edge, at no cost.</summary>
    Interruptible,

    /// <summary>Runs in one piece at one site.</summary>
    Contiguous,
}

/// <summary>A job of a batch. Slots are counted from 0.</summary>
/// <param name="Slots">Number of slots it must run; 1 or more. It runs at one site at most in any slot.</param>
/// <param name="FirstSlot">First slot it may use; zero or more.</param>
/// <param name="EndSlot">Slot before which it must be done, exclusive.</param>
/// <param name="Power">Drawn by its servers while it runs, before PUE.</param>
/// <param name="Mode">Whether it may pause.</param>
/// <param name="Units">Capacity units it occupies while it runs; 1 or more.</param>
/// <param name="Sites">Indices of the sites it may use; null for all.</param>
public sealed record BatchJob(
    int Slots, int FirstSlot, int EndSlot, Power Power, BatchMode Mode = BatchMode.Interruptible, int Units = 1, IReadOnlyList<int>? Sites = null);

/// <summary>Spreads jobs over slots that are nearly equally clean, so that planners all over the world do not start at the same instant.</summary>
/// <param name="Tolerance">How much dirtier, relatively, a plan may be than without; 0.02 is 2 %. 0 to 1.</param>
/// <param name="Seed">Same seed, same plan.</param>
public sealed record BatchJitter(double Tolerance, int Seed);

/// <summary>How far a planner has come.</summary>
/// <param name="Stage">What it is doing, in English.</param>
/// <param name="Fraction">Of the stage, 0 to 1.</param>
public readonly record struct BatchProgress(string Stage, double Fraction);
