namespace CarbonApp.Engine.Kelp.Aoi;

/// <summary>What polygons are given for. A refusal names it and ends with a remedy that helps there: a layer has no radius and cannot be asked for in parts.</summary>
public sealed class AoiSubject
{
    private AoiSubject(string name) => Name = name;

    /// <summary>The area that is analysed.</summary>
    public static AoiSubject Area { get; } = new("area")
    {
        OrElse = ", or a point with a radius",
        IfTooLarge = "Split it, or draw it closer around the coast.",
        IfTooSpread = "Give its parts one by one.",
        IfTooLong = "Simplify it, or give a smaller area.",
    };

    /// <summary>A layer over the area, such as land.</summary>
    public static AoiSubject Layer { get; } = new("layer")
    {
        IfTooLarge = "Cut it to what lies in the area.",
        IfTooSpread = "Cut it to what lies in the area.",
        IfTooLong = "Simplify it, or cut it to what lies in the area.",
    };

    /// <summary>As in "The area is …".</summary>
    internal string Name { get; }

    /// <summary>What may be given in the place of polygons, to follow "give a MultiPolygon".</summary>
    internal string OrElse { get; private init; } = "";

    internal string IfTooLarge { get; private init; } = "";

    internal string IfTooSpread { get; private init; } = "";

    internal string IfTooLong { get; private init; } = "";
}
