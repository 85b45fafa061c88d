namespace CarbonApp.Web.Grid.Charts;

/// <summary>
/// Seven steps of intensity, the same on every page: teal is clean, brown is dirty. Teal and brown stay apart under all common
/// kinds of colour blindness (ColorBrewer BrBG); the figure always stands beside the colour.
/// </summary>
internal static class IntensityScale
{
    /// <summary>Upper bounds of all steps but the last, gCO2eq/kWh, exclusive.</summary>
    internal static readonly double[] UpperBounds = [50, 100, 200, 300, 450, 600];

    /// <summary>Number of steps.</summary>
    public static int Count => UpperBounds.Length + 1;

    /// <summary>Step of an intensity, 0 (cleanest) to 6.</summary>
    public static int Step(double gramsPerKilowattHour)
    {
        var step = 0;
        while (step < UpperBounds.Length && gramsPerKilowattHour >= UpperBounds[step])
        {
            step++;
        }

        return step;
    }

    /// <summary>What a step covers, for the legend.</summary>
    public static string Label(int step) => step switch
    {
        0 => $"under {UpperBounds[0]}",
        _ when step == UpperBounds.Length => $"{UpperBounds[^1]} and more",
        _ => $"{UpperBounds[step - 1]}–{UpperBounds[step]}",
    };
}
