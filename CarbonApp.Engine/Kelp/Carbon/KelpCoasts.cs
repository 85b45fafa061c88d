namespace CarbonApp.Engine.Kelp.Carbon;

/// <summary>Which canopy kelp a coast is known for. From general knowledge of both species' ranges (M), in boxes: only where nobody says which it is.</summary>
public static class KelpCoasts
{
    private static readonly (KelpSpecies Species, string Name, double West, double South, double East, double North)[] Coasts =
    [
        // Bull kelp makes most of the canopy from central California (about Santa Cruz) to the Aleutians, giant kelp south of it to Baja California.
        (KelpSpecies.Nereocystis, "the north-east Pacific north of 37° N", -180, 37, -121, 61),
        (KelpSpecies.Macrocystis, "California south of 37° N and Baja California", -125, 23, -109, 37),
        (KelpSpecies.Macrocystis, "the Pacific and southern coasts of South America", -82, -56, -56, -5),
        (KelpSpecies.Macrocystis, "southern Africa", 13, -36, 22, -26),
        (KelpSpecies.Macrocystis, "south-east Australia and Tasmania", 135, -45, 152, -35),
        (KelpSpecies.Macrocystis, "New Zealand", 165, -53, 180, -36),
        (KelpSpecies.Macrocystis, "the islands of the Southern Ocean", -180, -60, 180, -45),
    ];

    /// <summary>The species that the coast is known for; null where neither is known to make canopies.</summary>
    /// <param name="latitudeDegrees">North positive.</param>
    /// <param name="longitudeDegrees">East positive, any turn.</param>
    public static KelpSpecies? At(double latitudeDegrees, double longitudeDegrees)
    {
        var longitude = longitudeDegrees - (360 * Math.Floor((longitudeDegrees + 180) / 360));
        foreach (var coast in Coasts)
        {
            if (longitude >= coast.West && longitude <= coast.East && latitudeDegrees >= coast.South && latitudeDegrees <= coast.North)
            {
                return coast.Species;
            }
        }

        return null;
    }

    /// <summary>Where a species is taken for granted, for people.</summary>
    public static string Describe(KelpSpecies species) => string.Join("; ", Coasts.Where(c => c.Species == species).Select(c => c.Name));
}
