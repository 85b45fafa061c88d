namespace CarbonApp.Engine.Kelp.Carbon;

/// <summary>The canopy kelps whose constants were measured. Given by the user or the region: no satellite of 10 m pixels tells them apart.</summary>
public enum KelpSpecies
{
    /// <summary>Bull kelp, Nereocystis luetkeana.</summary>
    Nereocystis,

    /// <summary>Giant kelp, Macrocystis pyrifera.</summary>
    Macrocystis,
}
