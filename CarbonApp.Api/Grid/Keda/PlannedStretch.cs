namespace CarbonApp.Api.Grid.Keda;

/// <summary>A stretch of a plan, half-open, UTC.</summary>
/// <param name="Start">Inclusive.</param>
/// <param name="End">Exclusive.</param>
/// <param name="Replicas">Replicas of an elastic plan; null for others.</param>
internal readonly record struct PlannedStretch(DateTimeOffset Start, DateTimeOffset End, int? Replicas = null)
{
    /// <summary>Whether it holds an instant.</summary>
    public bool Holds(DateTimeOffset time) => Start <= time && time < End;
}
