using CarbonApp.Api.Grid.Plans;

namespace CarbonApp.Web.Grid.Charts;

/// <summary>Origin of part of a signal, as shown.</summary>
public sealed record ProvenanceRow(
    string Zone, string Source, string Status, DateTimeOffset IssuedAt, string Kind, string Factor, double Share)
{
    internal static ProvenanceRow From(ProvenanceItem item) =>
        new(item.Zone, item.Source, item.Status, item.IssuedAt, item.Kind, item.Factor, item.Share);
}
