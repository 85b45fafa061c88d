using System.Globalization;
using System.Security;
using System.Text;

namespace CarbonApp.Engine.Kelp.Tiles;

/// <summary>Draws a legend as SVG, to be put beside a map or printed.</summary>
public static class LegendSvg
{
    private const int Width = 320;
    private const int RowHeight = 20;
    private const int Margin = 20;
    private const int BarWidth = Width - (2 * Margin);

    /// <summary>The picture as text; colours without opacity, on white.</summary>
    public static string Draw(Legend legend)
    {
        ArgumentNullException.ThrowIfNull(legend);
        var height = (legend.IsContinuous ? 3 : legend.Stops.Count + 1) * RowHeight + Margin;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" viewBox="0 0 {Width} {height}" role="img" aria-label="{Escaped(legend.Title)}" font-family="sans-serif" font-size="12">""");
        svg.Append("""<rect width="100%" height="100%" fill="#ffffff"/>""");
        svg.Append(CultureInfo.InvariantCulture, $"""<text x="{Margin}" y="{RowHeight}" font-weight="bold">{Escaped(TitleOf(legend))}</text>""");
        if (legend.IsContinuous)
        {
            DrawBar(svg, legend.Stops);
        }
        else
        {
            DrawClasses(svg, legend.Stops);
        }

        return svg.Append("</svg>").ToString();
    }

    private static void DrawBar(StringBuilder svg, IReadOnlyList<LegendStop> stops)
    {
        // Names of gradients are one page's: two legends side by side must not draw with each other's.
        var name = $"bar-{stops[0].Colour}-{stops[stops.Count / 2].Colour}-{stops[^1].Colour}".Replace("#", "", StringComparison.Ordinal);
        svg.Append(CultureInfo.InvariantCulture, $"""<defs><linearGradient id="{name}">""");
        for (var i = 0; i < stops.Count; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<stop offset="{ShareOf(i, stops):0.####}" stop-color="{stops[i].Colour}"/>""");
        }

        svg.Append("</linearGradient></defs>");
        svg.Append(CultureInfo.InvariantCulture, $"""<rect x="{Margin}" y="{RowHeight + 8}" width="{BarWidth}" height="16" fill="url(#{name})" stroke="#808080"/>""");
        // Every second value is written: all would run into each other.
        for (var i = 0; i < stops.Count; i += 2)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="{Margin + (ShareOf(i, stops) * BarWidth):0.#}" y="{RowHeight + 40}" text-anchor="middle">{Escaped(stops[i].Label)}</text>""");
        }
    }

    private static void DrawClasses(StringBuilder svg, IReadOnlyList<LegendStop> stops)
    {
        for (var i = 0; i < stops.Count; i++)
        {
            var top = ((i + 1) * RowHeight) + 8;
            svg.Append(CultureInfo.InvariantCulture, $"""<rect x="{Margin}" y="{top}" width="24" height="14" fill="{stops[i].Colour}" stroke="#808080"/>""");
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="{Margin + 32}" y="{top + 12}">{Escaped(stops[i].Label)}</text>""");
        }
    }

    private static double ShareOf(int stop, IReadOnlyList<LegendStop> stops) => stops.Count == 1 ? 0 : (double)stop / (stops.Count - 1);

    private static string TitleOf(Legend legend) => legend.Unit.Length == 0 ? legend.Title : $"{legend.Title}, {legend.Unit}";

    private static string Escaped(string text) => SecurityElement.Escape(text);
}
