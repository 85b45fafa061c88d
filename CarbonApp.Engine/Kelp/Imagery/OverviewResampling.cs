namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>How an overview's pixel comes from the four below it.</summary>
public enum OverviewResampling
{
    /// <summary>The upper left one: for classes and flags, which have no mean.</summary>
    Nearest,

    /// <summary>The mean of those that have data, rounded for integers; no data where none has.</summary>
    Average,
}
