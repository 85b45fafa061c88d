using CarbonApp.Engine.Grid.Forecasting;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>Names of the sources, as they appear in provenance, settings, metrics and errors.</summary>
internal static class SourceNames
{
    public const string Stored = "stored";
    public const string ElectricityMaps = "electricity-maps";
    public const string EnergyCharts = "energy-charts";
    public const string Neso = "neso";
    public const string WattTime = "watttime";
    public const string StoredForecast = "stored-forecast";
    public const string Forecaster = CarbonForecast.SourceName;
    public const string AnnualMean = AnnualMeanModel.SourceName;

    /// <summary>All of them, most trusted first: what was imported or observed, then life-cycle feeds, then stand-ins, then old forecasts, then our own, then the estimate.</summary>
    public static IReadOnlyList<string> All { get; } = [Stored, ElectricityMaps, EnergyCharts, Neso, WattTime, StoredForecast, Forecaster, AnnualMean];
}
