using CarbonApp.Api.Grid.Plans;

namespace CarbonApp.Web.Grid.Charts;

/// <summary>From the wire to the drawing.</summary>
internal static class ContractDrawing
{
    public static ChartSlot ToChart(this ForecastSlot slot) =>
        new(slot.Start, slot.End, slot.Intensity, slot.Intensity, slot.Intensity, slot.Intensity is null ? null : slot.Status);
}
