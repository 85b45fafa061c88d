using System.Globalization;
using System.Net;
using System.Text;
using CarbonApp.Api.Kelp.Analyses;

namespace CarbonApp.Api.Kelp.Results;

/// <summary>A picture of the report.</summary>
internal sealed record ReportPicture(string Title, byte[] Png, IReadOnlyList<AnalysisLegendEntry> Legend);

/// <summary>The report as one HTML file without references to others: it can be mailed, kept, and printed to PDF from any browser.</summary>
internal static class ReportPage
{
    private const string Style = """
        :root{color-scheme:light}
        body{font:11pt/1.45 Georgia,'Times New Roman',serif;color:#16242c;max-width:52rem;margin:2rem auto;padding:0 1rem}
        h1,h2{font-family:system-ui,sans-serif;line-height:1.2;color:#0b3b46}h1{font-size:1.7rem;margin:0 0 .3rem}h2{font-size:1.15rem;margin:1.8rem 0 .5rem;break-after:avoid}
        p{margin:.4rem 0}.demo{border:3px solid #a3260f;color:#a3260f;padding:.5rem .8rem;font:700 1.1rem system-ui,sans-serif}
        table{border-collapse:collapse;width:100%;font:9.5pt system-ui,sans-serif;margin:.5rem 0}th,td{border-bottom:1px solid #c4d2d6;padding:.25rem .5rem;text-align:left;vertical-align:top}
        td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}thead{display:table-header-group}tr{break-inside:avoid}
        figure{margin:.6rem 0;break-inside:avoid}figure img{width:100%;border:1px solid #c4d2d6;image-rendering:auto}figcaption{font:9pt system-ui,sans-serif}
        .maps{display:grid;grid-template-columns:1fr 1fr;gap:.8rem}.key span{display:inline-block;margin-right:.8rem}.key i{display:inline-block;width:.8em;height:.8em;margin-right:.3em;border:1px solid #7a8c92;vertical-align:-.05em}
        .small{font-size:9pt;color:#44575f}code{font-size:9pt;overflow-wrap:anywhere}
        @page{size:A4;margin:16mm}@media print{body{margin:0;max-width:none;padding:0}.maps{grid-template-columns:1fr 1fr}}
        @media(max-width:34rem){.maps{grid-template-columns:1fr}}
        """;

    public static string Write(string id, AnalysisRequest request, AnalysisResult result, IReadOnlyList<ReportPicture> pictures)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>")
            .Append(Text(Title(request, result))).Append("</title><style>").Append(Style).Append("</style></head><body>");
        Head(page, id, request, result);
        Numbers(page, result);
        Maps(page, pictures);
        Tornado(page, result);
        Warnings(page, result);
        Scenes(page, result);
        Series(page, result);
        Method(page, request, result);
        Provenance(page, id, result);
        return page.Append("</body></html>").ToString();
    }

    private static string Title(AnalysisRequest request, AnalysisResult result) =>
        $"{(result.Provenance.Demo ? "DEMO: " : "")}Kelp and its carbon{(request.Name is { } name ? $": {name}" : "")}";

    private static void Head(StringBuilder page, string id, AnalysisRequest request, AnalysisResult result)
    {
        page.Append("<h1>").Append(Text(Title(request, result))).Append("</h1>");
        if (result.Provenance.Demo)
        {
            page.Append("<p class=\"demo\">DEMO: made in demo mode from the files at hand. Do not use these numbers.</p>");
        }

        page.Append(CultureInfo.InvariantCulture,
            $"<p>{result.AoiAreaM2 / 1e6:0.##} km² between {Degrees(result.Bbox[1], 'N', 'S')} {Degrees(result.Bbox[0], 'E', 'W')} and {Degrees(result.Bbox[3], 'N', 'S')} {Degrees(result.Bbox[2], 'E', 'W')}; {result.EstimateFrom:d MMMM yyyy} to {result.EstimateTo.AddTicks(-1):d MMMM yyyy} (UTC). Analysis <code>{id}</code>.</p>");
        page.Append("<p class=\"small\">Every interval holds nine in ten draws of the uncertain inputs; the middle number is the median.</p>");
    }

    private static void Numbers(StringBuilder page, AnalysisResult result)
    {
        page.Append("<h2>Result</h2><table><thead><tr><th></th><th class=\"n\">5 %</th><th class=\"n\">median</th><th class=\"n\">95 %</th><th>unit</th></tr></thead><tbody>");
        Row(page, "Canopy at the reference level", result.CanopyAreaM2, "m²");
        if (result.CoverShare is { } cover)
        {
            Row(page, "Cover inside the beds", cover, "share");
        }

        Row(page, "Wet biomass", result.WetBiomassT, "t");
        Row(page, "Dry biomass", result.DryBiomassT, "t");
        Row(page, "<b>Stock</b>: carbon in the tissue now", result.CarbonStockT, "t C");
        Row(page, "the same as CO₂", result.CarbonStockCo2eT, "t CO₂e");
        Row(page, "<b>Production</b>: carbon fixed per year", result.ProductionTPerYear, "t C/y");
        Row(page, "<b>Export</b>: of that, carried past the shelf", result.ExportTPerYear, "t C/y");
        Row(page, "<b>Sequestration</b>: of that, kept from the air for 100 years or more, if the bed is a net sink", result.SequestrationTPerYear, "t C/y");
        page.Append(CultureInfo.InvariantCulture,
            $"<tr><td>Sequestration if kelp beds are no net sink (Gallagher et al. 2022)</td><td class=\"n\"></td><td class=\"n\">{result.SequestrationIfNoNetSinkTPerYear:0}</td><td class=\"n\"></td><td>t C/y</td></tr>");
        page.Append("</tbody></table><p class=\"small\">The four last are different things and never add up. The stock turns over within a year or so and removes nothing from the air.</p>");
        page.Append(CultureInfo.InvariantCulture,
            $"<p>Mapped as seen: {result.MappedCanopyM2 / 1e4:0.00} ha of canopy in {result.Beds} beds of {result.BedAreaM2 / 1e4:0.00} ha; just below the surface and in no number above: {result.NearSurfaceM2 / 1e4:0.00} ha.</p>");
    }

    private static void Maps(StringBuilder page, IReadOnlyList<ReportPicture> pictures)
    {
        page.Append("<h2>Maps</h2><div class=\"maps\">");
        foreach (var picture in pictures)
        {
            page.Append("<figure><img alt=\"").Append(Text(picture.Title)).Append("\" src=\"data:image/png;base64,").Append(Convert.ToBase64String(picture.Png)).Append("\"><figcaption>")
                .Append(Text(picture.Title)).Append("<div class=\"key\">");
            foreach (var entry in picture.Legend)
            {
                page.Append("<span><i style=\"background:").Append(entry.Color).Append("\"></i>").Append(Text(entry.Label)).Append("</span>");
            }

            page.Append("</div></figcaption></figure>");
        }

        page.Append("</div>");
    }

    private static void Tornado(StringBuilder page, AnalysisResult result)
    {
        Swings(page, "What makes the stock uncertain", "t C", result.StockTornado);
        Swings(page, "What makes sequestration uncertain", "t C/y", result.SequestrationTornado);
    }

    private static void Swings(StringBuilder page, string title, string unit, IReadOnlyList<AnalysisSwing> swings)
    {
        if (swings.Count == 0)
        {
            return;
        }

        page.Append("<h2>").Append(title).Append("</h2><table><thead><tr><th>input, all others at their median</th><th class=\"n\">at its 5 %</th><th class=\"n\">at its 95 %</th><th>unit</th></tr></thead><tbody>");
        foreach (var swing in swings)
        {
            page.Append("<tr><td>").Append(swing.Input.Replace('-', ' ')).Append("</td><td class=\"n\">").Append(Number(swing.AtP5T)).Append("</td><td class=\"n\">")
                .Append(Number(swing.AtP95T)).Append("</td><td>").Append(unit).Append("</td></tr>");
        }

        page.Append("</tbody></table>");
    }

    private static void Warnings(StringBuilder page, AnalysisResult result)
    {
        if (result.Warnings.Count == 0)
        {
            return;
        }

        page.Append("<h2>To know before the numbers are used</h2><ul>");
        foreach (var warning in result.Warnings)
        {
            page.Append("<li>").Append(Text(warning.Message)).Append(warning.SceneId is { } scene ? $" <span class=\"small\">({Text(scene)})</span>" : "").Append("</li>");
        }

        page.Append("</ul>");
    }

    private static void Scenes(StringBuilder page, AnalysisResult result)
    {
        page.Append("<h2>Scenes</h2><table><thead><tr><th>scene</th><th>time, UTC</th><th>solar time</th><th class=\"n\">cloud</th><th class=\"n\">tide, m</th><th>offset</th><th class=\"n\">canopy, m²</th></tr></thead><tbody>");
        foreach (var scene in result.Scenes)
        {
            var tide = scene.Tide is { } t ? string.Create(CultureInfo.InvariantCulture, $"{t.HeightM:0.00} {t.ChartDatum}") : "not known";
            page.Append(CultureInfo.InvariantCulture, $"<tr><td><code>{Text(scene.Id)}</code></td><td>{scene.DatetimeUtc.UtcDateTime:yyyy-MM-dd HH:mm:ss}</td><td>{scene.LocalOverpass[11..16]}</td><td class=\"n\">{Percent(scene.CloudShare)}</td>");
            page.Append(scene.Used
                ? string.Create(CultureInfo.InvariantCulture, $"<td class=\"n\">{Text(tide)}</td><td>{Number(scene.OffsetDn)} {Text(scene.OffsetRule ?? "")}</td><td class=\"n\">{Number(scene.KelpAreaM2)}</td></tr>")
                : $"<td colspan=\"3\">left out: {Text(scene.LeftOutReason ?? "")}</td></tr>");
        }

        page.Append("</tbody></table>");
    }

    private static void Series(StringBuilder page, AnalysisResult result)
    {
        page.Append("<h2>Canopy by quarter</h2><table><thead><tr><th>quarter</th><th class=\"n\">mapped, m²</th><th class=\"n\">5 %</th><th class=\"n\">median</th><th class=\"n\">95 %</th><th class=\"n\">passes</th></tr></thead><tbody>");
        foreach (var row in result.TimeSeries)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{row.Year} Q{row.Quarter}</td><td class=\"n\">{Number(row.KelpAreaM2)}</td><td class=\"n\">{Number(row.CanopyAreaM2?.P5)}</td><td class=\"n\">{Number(row.CanopyAreaM2?.P50)}</td><td class=\"n\">{Number(row.CanopyAreaM2?.P95)}</td><td class=\"n\">{row.Scenes}</td></tr>");
        }

        page.Append("</tbody></table><p>");
        page.Append(result.Trend is { State: "estimated" } trend
            ? string.Create(CultureInfo.InvariantCulture, $"Trend of the yearly maxima over {trend.Years} years: {trend.SlopeM2PerYear:0} m² per year (95 %: {trend.SlopeLowM2PerYear:0} to {trend.SlopeHighM2PerYear:0}); years without a trend would look as much like one in {trend.Probability:P1} of cases (Mann-Kendall).")
            : string.Create(CultureInfo.InvariantCulture, $"No trend is given: {result.Trend.Years} of the {result.Trend.YearsNeeded} years that one needs have an area."));
        page.Append("</p>");
    }

    private static void Method(StringBuilder page, AnalysisRequest request, AnalysisResult result) => page.Append(CultureInfo.InvariantCulture,
        $"""
        <h2>Method</h2>
        <p>Sentinel-2 Level-2A scenes were turned into surface reflectance with the offset each scene's own description states. Clouds, their shadows and land {(request.Land is null ? "(told from each scene)" : "(as given with the request)")}
        were masked{(request.TooDeep is null ? "" : ", and water given as too deep was not searched")}. Canopy was found against the water around it: the spectrum of the clean water nearby is taken off first, and what remains is compared with that of
        floating brown algae (detector <code>{Text(request.Detector)}</code>). Where several dates were at hand, a pixel counts as canopy when it is canopy on at least half
        of its clear dates; its cover is the median of the two clear dates of lowest tide. {(request.TideCorrection ? "Canopy was corrected to the reference level with the tide predicted for each overpass where a station lies within 50 km." : "No tide correction was asked for.")}
        Nothing deeper than about a metre is seen, and pixels under a tenth full of canopy are not found.</p>
        <p>Biomass and carbon follow from constants measured on {Text(result.Species)} ({result.SpeciesRule switch { "given" => "as given", "region" => "the species the coast is known for", _ => "assumed: the coast is known for neither of the two with measured constants" }}),
        each with its uncertainty, in {result.Provenance.Draws:N0} draws. Constants and sources: GET /api/v2/species and the methods pages of the project.</p>
        """);

    private static void Provenance(StringBuilder page, string id, AnalysisResult result)
    {
        var provenance = result.Provenance;
        page.Append(CultureInfo.InvariantCulture, $"<h2>Provenance</h2><p class=\"small\">Engine {Text(provenance.EngineVersion)}; catalogue {Text(provenance.Catalog)}, collection {Text(provenance.Collection)}; EPSG:{provenance.GridEpsg}; {provenance.BytesRead / 1e6:0.0} MB of imagery read. Parameters <code>{provenance.ParameterHash}</code>, seed <code>{provenance.Seed}</code>. Numbers for programs: /api/v2/analyses/{id}/report.json.</p><ul class=\"small\">");
        foreach (var attribution in provenance.Attributions)
        {
            page.Append("<li>").Append(Text(attribution)).Append("</li>");
        }

        page.Append("</ul>");
    }

    private static void Row(StringBuilder page, string name, AnalysisInterval interval, string unit) => page
        .Append("<tr><td>").Append(name).Append("</td><td class=\"n\">").Append(Number(interval.P5)).Append("</td><td class=\"n\">").Append(Number(interval.P50))
        .Append("</td><td class=\"n\">").Append(Number(interval.P95)).Append("</td><td>").Append(unit).Append("</td></tr>");

    /// <summary>Three figures: no more is known of any of them.</summary>
    private static string Number(double? value) => value switch
    {
        null => "",
        0 => "0",
        { } v when Math.Abs(v) >= 100 => v.ToString("N0", CultureInfo.InvariantCulture),
        { } v when Math.Abs(v) >= 0.001 => v.ToString("G3", CultureInfo.InvariantCulture),
        { } v => v.ToString("0.##E0", CultureInfo.InvariantCulture),
    };

    private static string Percent(double? share) => share?.ToString("P0", CultureInfo.InvariantCulture) ?? "";

    private static string Degrees(double value, char positive, char negative) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(value):0.####}° {(value < 0 ? negative : positive)}");

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");
}
