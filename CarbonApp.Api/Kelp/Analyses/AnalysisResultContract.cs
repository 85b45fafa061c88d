namespace CarbonApp.Api.Kelp.Analyses;

/// <summary>An uncertain number: nine in ten draws lie between the outer two.</summary>
internal sealed record AnalysisInterval
{
    /// <summary>5 % of the draws are below.</summary>
    public required double P5 { get; init; }

    /// <summary>The median.</summary>
    public required double P50 { get; init; }

    /// <summary>5 % of the draws are above.</summary>
    public required double P95 { get; init; }
}

/// <summary>What an area holds. Member <c>result</c> of a completed analysis, and answer of <c>GET /api/v2/analyses/{id}/report.json</c>.</summary>
internal sealed record AnalysisResult
{
    /// <summary>Beginning of the dates the estimate is of, UTC.</summary>
    public required DateTimeOffset EstimateFrom { get; init; }

    /// <summary>Their end, UTC, exclusive.</summary>
    public required DateTimeOffset EstimateTo { get; init; }

    /// <summary>West, south, east, north of the area, degrees; west above east crosses the antimeridian.</summary>
    public required IReadOnlyList<double> Bbox { get; init; }

    /// <summary>The area asked about, m².</summary>
    public required double AoiAreaM2 { get; init; }

    /// <summary>Species the constants are of.</summary>
    public required string Species { get; init; }

    /// <summary>How the species came about: <c>given</c>; <c>region</c>, the one the coast is known for; <c>assumed</c>, where the coast is known for neither.</summary>
    public required string SpeciesRule { get; init; }

    /// <summary>Canopy as mapped: pixels times their cover, as seen at the tides of the dates, m².</summary>
    public required double MappedCanopyM2 { get; init; }

    /// <summary>Ground inside the outlines of the beds, m².</summary>
    public required double BedAreaM2 { get; init; }

    /// <summary>Canopy just below the surface, reported apart and in no other number, m².</summary>
    public required double NearSurfaceM2 { get; init; }

    /// <summary>Outlined beds.</summary>
    public required int Beds { get; init; }

    /// <summary>Canopy at the reference level with tide and map error, m².</summary>
    public required AnalysisInterval CanopyAreaM2 { get; init; }

    /// <summary>Share of the beds' ground under canopy as seen, 0 to 1, with map error; null without a bed.</summary>
    public AnalysisInterval? CoverShare { get; init; }

    /// <summary>Wet biomass, canopy and floor, t.</summary>
    public required AnalysisInterval WetBiomassT { get; init; }

    /// <summary>Dry biomass, t.</summary>
    public required AnalysisInterval DryBiomassT { get; init; }

    /// <summary>STOCK: carbon in the tissue now, t C. It turns over within a year or so and is no removal of carbon.</summary>
    public required AnalysisInterval CarbonStockT { get; init; }

    /// <summary>The stock as CO2 of the same carbon, t CO2e (44/12).</summary>
    public required AnalysisInterval CarbonStockCo2eT { get; init; }

    /// <summary>PRODUCTION: carbon fixed per year, t C/y.</summary>
    public required AnalysisInterval ProductionTPerYear { get; init; }

    /// <summary>EXPORT: part of production carried past the shelf, t C/y.</summary>
    public required AnalysisInterval ExportTPerYear { get; init; }

    /// <summary>SEQUESTRATION: part of production kept from the air for 100 years or more, t C/y, if the bed is a net sink.</summary>
    public required AnalysisInterval SequestrationTPerYear { get; init; }

    /// <summary>Sequestration if kelp beds are no net sink at all (Gallagher et al. 2022), t C/y: 0. Show it wherever the line above is shown.</summary>
    public required double SequestrationIfNoNetSinkTPerYear { get; init; }

    /// <summary>What makes the stock uncertain, widest first.</summary>
    public required IReadOnlyList<AnalysisSwing> StockTornado { get; init; }

    /// <summary>What makes sequestration uncertain, widest first.</summary>
    public required IReadOnlyList<AnalysisSwing> SequestrationTornado { get; init; }

    /// <summary>Pixels of the composite by what they are.</summary>
    public required AnalysisMasks Masks { get; init; }

    /// <summary>Indices over the area's sea on the best date, by name; empty where no sea was seen.</summary>
    public required IReadOnlyList<AnalysisIndex> Indices { get; init; }

    /// <summary>Every scene that was found, used or not, by time.</summary>
    public required IReadOnlyList<AnalysisScene> Scenes { get; init; }

    /// <summary>Canopy by quarter, by time; quarters without a usable scene are left out.</summary>
    public required IReadOnlyList<AnalysisQuarter> TimeSeries { get; init; }

    /// <summary>Trend of the yearly maxima.</summary>
    public required AnalysisTrend Trend { get; init; }

    /// <summary>Layers to look at.</summary>
    public required IReadOnlyList<AnalysisLayer> Layers { get; init; }

    /// <summary>What to know before the numbers are used.</summary>
    public required IReadOnlyList<AnalysisWarning> Warnings { get; init; }

    /// <summary>What the numbers rest on.</summary>
    public required AnalysisProvenance Provenance { get; init; }
}

/// <summary>A bar of the tornado: the total with one input at its 5 and 95 % value and every other at its median.</summary>
internal sealed record AnalysisSwing
{
    /// <summary><c>area</c>, <c>tide-slope</c>, <c>canopy-biomass</c>, <c>year</c>, <c>floor-biomass</c>, <c>dry-share</c>, <c>carbon-share</c>, <c>production</c> or <c>fate</c>.</summary>
    public required string Input { get; init; }

    /// <summary>Total with the input low, t C for the stock, t C/y for sequestration.</summary>
    public required double AtP5T { get; init; }

    /// <summary>Total with the input high, in the same unit.</summary>
    public required double AtP95T { get; init; }
}

/// <summary>Pixels of 100 m² inside the area. A pixel may carry several marks, so that they do not add up to the whole.</summary>
internal sealed record AnalysisMasks
{
    /// <summary>Inside the area.</summary>
    public required long TotalPixels { get; init; }

    /// <summary>Seen clearly on at least one date, or known to be land.</summary>
    public required long ValidPixels { get; init; }

    /// <summary>Sea, seen clearly on at least one date, kelp among it.</summary>
    public required long WaterPixels { get; init; }

    /// <summary>Canopy of the composite.</summary>
    public required long KelpPixels { get; init; }

    /// <summary>Canopy just below the surface.</summary>
    public required long NearSurfacePixels { get; init; }

    /// <summary>Land, inland water among it.</summary>
    public required long LandPixels { get; init; }

    /// <summary>Falls dry at low tide.</summary>
    public required long IntertidalPixels { get; init; }

    /// <summary>Under cloud on every date.</summary>
    public required long CloudPixels { get; init; }

    /// <summary>In cloud shadow on every date that is not cloud.</summary>
    public required long ShadowPixels { get; init; }

    /// <summary>Glint or foam on every date.</summary>
    public required long GlintPixels { get; init; }

    /// <summary>Deeper than the species grows.</summary>
    public required long TooDeepPixels { get; init; }

    /// <summary>No value on any date.</summary>
    public required long NoDataPixels { get; init; }
}

/// <summary>A spectral index over the sea, kelp among it.</summary>
internal sealed record AnalysisIndex
{
    /// <summary>As in <c>GET /api/v2/indices</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Scene it is of.</summary>
    public required string SceneId { get; init; }

    /// <summary>Mean over the sea's pixels that are bright enough for the index; null where less than half of the sea is, as a ratio over dark water is one of noise.</summary>
    public required double? Mean { get; init; }

    /// <summary>Standard deviation over them; null with the mean.</summary>
    public required double? StandardDeviation { get; init; }

    /// <summary>Their number.</summary>
    public required long Pixels { get; init; }
}

/// <summary>Canopy of a quarter of a year.</summary>
internal sealed record AnalysisQuarter
{
    /// <summary>Calendar year.</summary>
    public required int Year { get; init; }

    /// <summary>1 to 4: January to March is 1.</summary>
    public required int Quarter { get; init; }

    /// <summary>Canopy as mapped, m²; null where clouds or gaps hid it.</summary>
    public double? KelpAreaM2 { get; init; }

    /// <summary>Canopy at the reference level with tide and map error, m²; null where the mapped one is.</summary>
    public AnalysisInterval? CanopyAreaM2 { get; init; }

    /// <summary>Cells of 10 m with canopy.</summary>
    public required long CountCellsKelp { get; init; }

    /// <summary>Cells of the historic footprint that were seen clearly.</summary>
    public required long CountCellsNoClouds { get; init; }

    /// <summary>Cells with canopy on any date of the analysis.</summary>
    public required long CountCellsHistoricFootprint { get; init; }

    /// <summary>Passes that were used.</summary>
    public required int Scenes { get; init; }

    /// <summary>Mean tide of the dates behind the area, m above chart datum; null where unknown.</summary>
    public double? TideHeightM { get; init; }
}

/// <summary>Sen's slope and the Mann-Kendall test over yearly maxima.</summary>
internal sealed record AnalysisTrend
{
    /// <summary><c>estimated</c>, or <c>too-few-years</c> with nothing below but the years.</summary>
    public required string State { get; init; }

    /// <summary>Years with an area.</summary>
    public required int Years { get; init; }

    /// <summary>Years a trend needs.</summary>
    public required int YearsNeeded { get; init; }

    /// <summary>Median of the slopes between all pairs of years, m²/y.</summary>
    public double? SlopeM2PerYear { get; init; }

    /// <summary>Lower end of its 95 % interval, m²/y.</summary>
    public double? SlopeLowM2PerYear { get; init; }

    /// <summary>Upper end, m²/y.</summary>
    public double? SlopeHighM2PerYear { get; init; }

    /// <summary>Two-sided: how often years without a trend would look as much like one. Below 0.05 is usually called a trend.</summary>
    public double? Probability { get; init; }

    /// <summary>Change of seen canopy per metre of tide that was taken out first, m²/m; null where the tides were not known.</summary>
    public double? TideSlopeM2PerM { get; init; }
}

/// <summary>A layer to look at, in fixed value ranges.</summary>
internal sealed record AnalysisLayer
{
    /// <summary>Name in addresses, such as <c>rgb</c>, <c>false-color</c>, <c>ndvi</c>, <c>mask</c>, <c>cover</c>, <c>persistence</c>.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary><c>base</c>, <c>index</c>, <c>mask</c> or <c>result</c>.</summary>
    public required string Group { get; init; }

    /// <summary>Unit of its values, such as "share" or "reflectance"; null where it has none.</summary>
    public string? Unit { get; init; }

    /// <summary>Value at the lower end of the legend; null for pictures and masks.</summary>
    public double? Min { get; init; }

    /// <summary>Value at the upper end.</summary>
    public double? Max { get; init; }

    /// <summary>Scene it is of; null for what is made from several.</summary>
    public string? SceneId { get; init; }

    /// <summary>Tiles as a template with {z}, {x} and {y}, PNG of 256 px, Web Mercator.</summary>
    public required string TilesUrl { get; init; }

    /// <summary>Legend as SVG; null for pictures.</summary>
    public string? LegendUrl { get; init; }

    /// <summary>Legend as colours, for pages that draw their own.</summary>
    public required IReadOnlyList<AnalysisLegendEntry> Legend { get; init; }

    /// <summary>The layer as a cloud-optimised GeoTIFF.</summary>
    public required string CogUrl { get; init; }

    /// <summary>Lowest zoom at which it shows anything sensible.</summary>
    public required int MinZoom { get; init; }

    /// <summary>Zoom at which a pixel of the tile is about one of the layer; more only enlarges.</summary>
    public required int MaxZoom { get; init; }
}

/// <summary>A colour of a legend.</summary>
internal sealed record AnalysisLegendEntry
{
    /// <summary>Value of a ramp's stop; null for a class.</summary>
    public double? Value { get; init; }

    /// <summary>For people, such as "land" or "0.25".</summary>
    public required string Label { get; init; }

    /// <summary>Such as #1b7837.</summary>
    public required string Color { get; init; }
}

/// <summary>What to know before a number is used.</summary>
internal sealed record AnalysisWarning
{
    /// <summary>For programs, such as <c>NO_TIDE_STATION</c>, <c>SPECIES_ASSUMED</c>, <c>FEW_SCENES</c>, <c>DEMO</c>.</summary>
    public required string Code { get; init; }

    /// <summary>For people.</summary>
    public required string Message { get; init; }

    /// <summary>Scene it is about; null where it is about all.</summary>
    public string? SceneId { get; init; }
}

/// <summary>What the numbers rest on. The scenes are in the result's own list.</summary>
internal sealed record AnalysisProvenance
{
    /// <summary>Version of the engine.</summary>
    public required string EngineVersion { get; init; }

    /// <summary>SHA-256 of everything asked and every constant, hex: the same hash over the same scenes gives the same numbers.</summary>
    public required string ParameterHash { get; init; }

    /// <summary>SHA-256 of that and the scenes, hex: seed of the draws.</summary>
    public required string Seed { get; init; }

    /// <summary>Monte Carlo draws.</summary>
    public required int Draws { get; init; }

    /// <summary>Catalogue the scenes are from.</summary>
    public required string Catalog { get; init; }

    /// <summary>Collection of the catalogue.</summary>
    public required string Collection { get; init; }

    /// <summary>Bytes of imagery read, by every attempt that counted.</summary>
    public required long BytesRead { get; init; }

    /// <summary>EPSG code of the grid the pixels are on.</summary>
    public required int GridEpsg { get; init; }

    /// <summary>Who to name beside the numbers: imagery, tides, coastline, each with its licence.</summary>
    public required IReadOnlyList<string> Attributions { get; init; }

    /// <summary>True where it was made in demo mode from the files at hand.</summary>
    public required bool Demo { get; init; }
}
