using System.Text.Json;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Ledger;

/// <summary>A row of the table <c>plan</c> with its documents.</summary>
internal sealed class StoredPlan
{
    /// <summary>End of the policy of plans that count contracted electricity.</summary>
    public const string Market = ":market";

    private PlanResponse? _plan;

    public required string Id { get; init; }

    public DateTime Made_At { get; init; }

    public DateTime As_Of { get; init; }

    public DateTime Due_At { get; init; }

    public DateTime? Settle_At { get; init; }

    public DateTime? Settled_At { get; init; }

    public DateTime? Actuals_At { get; init; }

    public bool Replay { get; init; }

    public required string Zone { get; init; }

    public short Kind { get; init; }

    public short Factor { get; init; }

    public required string Policy { get; init; }

    public double Promised_G { get; init; }

    public double? Promised_Run_Now_G { get; init; }

    public double? P10_G { get; init; }

    public double? P90_G { get; init; }

    public double? Realised_G { get; init; }

    public double? Realised_Run_Now_G { get; init; }

    public double? Best_G { get; init; }

    public double? As_Planned_G { get; init; }

    public string? Actuals { get; init; }

    public required string Request { get; init; }

    public required string Answer { get; init; }

    /// <summary>What was answered.</summary>
    public PlanResponse Plan => _plan ??= StoredJson.Read<PlanResponse>(Answer);

    /// <summary>What it emits is agreed in a contract, not measured on the grid.</summary>
    public bool IsContracted => Policy.EndsWith(Market, StringComparison.Ordinal);

    /// <summary>Zone, kind and factor of what was promised.</summary>
    public SignalBasis Basis => new(ZoneId.Parse(Zone), (SignalKind)Kind, (EmissionFactor)Factor);

    /// <summary>The run as reported; null where nothing was.</summary>
    public IReadOnlyList<ActualItem>? Run => Actuals is null ? null : JsonSerializer.Deserialize<ActualItem[]>(Actuals, JsonSerializerOptions.Web);

    public PlanRequest ReadRequest() => StoredJson.Read<PlanRequest>(Request);
}
