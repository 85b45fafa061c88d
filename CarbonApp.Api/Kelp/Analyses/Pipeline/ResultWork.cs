using System.Text.Json;
using CarbonApp.Api.Kelp.Catalog;
using CarbonApp.Engine.Kelp.Carbon;
using CarbonApp.Engine.Kelp.Composite;
using CarbonApp.Engine.Units;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>The numbers of an analysis before they are written.</summary>
/// <param name="From">Beginning of the dates the estimate is of.</param>
/// <param name="To">Their end.</param>
/// <param name="Composite">Those dates as one picture.</param>
/// <param name="Best">The best of them.</param>
/// <param name="Used">Dates behind the composite.</param>
/// <param name="Masks">What its pixels are.</param>
/// <param name="Beds">Its beds.</param>
/// <param name="Carbon">Their carbon.</param>
/// <param name="ParameterHash">Of the question.</param>
/// <param name="Seed">Of the question and the scenes.</param>
internal sealed record Estimate(
    DateTimeOffset From, DateTimeOffset To, CompositeMap Composite, FoundPass Best, IReadOnlyList<FoundPass> Used, AnalysisMasks Masks, IReadOnlyList<KelpBed> Beds,
    CarbonOutcome.Estimated Carbon, byte[] ParameterHash, byte[] Seed);

/// <summary>From searched dates to numbers.</summary>
internal sealed class ResultWork(PassWork passes)
{
    private static readonly TimeSpan EstimateLength = TimeSpan.FromDays(365);

    /// <summary>The estimate; null where no pixel of the area was seen clearly on any date.</summary>
    public async Task<Estimate?> MakeAsync(
        string id, FoundScenesOf found, AnalysisQuestion question, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        var (from, to) = Window(found, question);
        FoundPass[] dates = [.. found.Passes.Where(f => f.Pass.At >= from && f.Pass.At < to)];
        var composed = await Compositor.ComposeAsync(
            [.. dates.Select(f => f.ToFacts())], passes.MapsOf(id, dates, found.Area), found.Area.Inside, null, cancellationToken);
        var masks = MaskCounts.Of(composed.Map.Map, found.Area.Inside);
        if (masks.ValidPixels == 0)
        {
            return null;
        }

        var parameters = Parameters.Hash(question, json);
        var seed = Parameters.Seed(parameters, found.Passes);
        var beds = KelpBeds.Of(composed.Map, cancellationToken);
        var carbon = (CarbonOutcome.Estimated)KelpCarbon.Estimate(ToMapped(beds, question.Request.ReferenceLevelM), KelpConstants.For(question.Species), seed, cancellationToken);
        var used = composed.Passes.Where(p => p.IsUsed).OrderByDescending(p => p.Score).ThenBy(p => p.Time).Select(p => dates.First(d => d.Pass.Key == p.Pass)).ToArray();
        return new(from, to, composed.Map, used.Length > 0 ? used[0] : dates[0], used.Length > 0 ? used : dates, masks, beds, carbon, parameters, seed);
    }

    /// <summary>The answer.</summary>
    public async Task<AnalysisResult> AnswerAsync(
        string id, FoundScenesOf found, Estimate estimate, StoredLayers layers, AnalysisQuestion question, bool demo, CancellationToken cancellationToken)
    {
        var (total, area) = (estimate.Carbon.Total, question.Area);
        var bounds = area.Bounds;
        var quarters = await QuarterlyCanopy.OfAsync(
            [.. found.Passes.Select(f => f.ToFacts())], passes.MapsOf(id, found.Passes, found.Area), found.Area.Inside, estimate.Composite, cancellationToken);
        var series = QuarterWork.Series(quarters, question, estimate.Seed, cancellationToken);
        var (mapped, ground) = (estimate.Beds.Sum(b => b.Canopy.SquareMetres), estimate.Beds.Sum(b => b.Ground.SquareMetres));
        return new AnalysisResult
        {
            EstimateFrom = estimate.From,
            EstimateTo = estimate.To,
            Bbox = [bounds.West, bounds.South, bounds.East, bounds.North],
            AoiAreaM2 = area.Area.SquareMetres,
            Species = AnalysisNames.Of(question.Species),
            SpeciesRule = question.SpeciesRule,
            MappedCanopyM2 = mapped,
            BedAreaM2 = ground,
            NearSurfaceM2 = CanopyArea.Of(estimate.Composite.Map, found.Area.Inside).NearSurface?.SquareMetres ?? 0,
            Beds = estimate.Beds.Count,
            CanopyAreaM2 = Intervals.Of(total.Canopy, canopy => canopy.SquareMetres),
            CoverShare = ground > 0 ? Cover(mapped / ground, question.Species) : null,
            WetBiomassT = Intervals.Of(total.WetBiomass, mass => mass.Tonnes),
            DryBiomassT = Intervals.Of(total.DryBiomass, mass => mass.Tonnes),
            CarbonStockT = Intervals.Of(total.Stock, mass => mass.Tonnes),
            CarbonStockCo2eT = Intervals.Of(total.StockCo2e, mass => mass.Kilograms / 1000),
            ProductionTPerYear = Intervals.Of(total.Production, flow => flow.TonnesPerYear),
            ExportTPerYear = Intervals.Of(total.Export, flow => flow.TonnesPerYear),
            SequestrationTPerYear = Intervals.Of(total.Sequestration, flow => flow.TonnesPerYear),
            SequestrationIfNoNetSinkTPerYear = KelpEstimate.SequestrationIfNoNetSink.TonnesPerYear,
            StockTornado = [.. estimate.Carbon.StockSwings.Select(s => Intervals.Swing(s, mass => mass.Tonnes))],
            SequestrationTornado = [.. estimate.Carbon.SequestrationSwings.Select(s => Intervals.Swing(s, flow => flow.TonnesPerYear))],
            Masks = estimate.Masks,
            Indices = layers.Indices,
            Scenes = SceneTable.Of(found, AnalysisQuestion.MiddleOf(bounds).LongitudeDegrees),
            TimeSeries = series,
            Trend = TrendWork.Of(series),
            Layers = LayerTable.Of(id, layers.Bands, estimate.Best.Main.Item.Id),
            Warnings = AnalysisWarnings.Of(question, estimate, found, demo),
            Provenance = Provenance(found, estimate, layers, demo),
        };
    }

    private static (DateTimeOffset From, DateTimeOffset To) Window(FoundScenesOf found, AnalysisQuestion question)
    {
        // Where the last year of the period has no date, the last year that has one.
        var newest = found.Passes[^1].Pass.At;
        var to = newest < question.To - EstimateLength ? newest.AddSeconds(1) : question.To;
        var from = to - EstimateLength;
        return (from < question.From ? question.From : from, to);
    }

    /// <summary>As carbon is estimated of: canopy stated at a reference level, so that the tide counts from there. No kelp is a bed of nothing, not nothing observed.</summary>
    private static MappedBed[] ToMapped(IReadOnlyList<KelpBed> beds, double referenceLevelM) => beds.Count == 0
        ? [new MappedBed("none", Area.FromSquareMetres(0), null)]
        : [.. beds.Select(b => b.ToMappedBed()).Select(b => b with { TideMetres = b.TideMetres - referenceLevelM })];

    /// <summary>Cover as seen, as far off as the map may be; no more than all of the ground.</summary>
    private static AnalysisInterval Cover(double seen, KelpSpecies species)
    {
        var factor = KelpConstants.For(species).AreaFactor;
        return new AnalysisInterval { P5 = At(0.05), P50 = At(0.5), P95 = At(0.95) };

        double At(double probability) => Math.Min(1, seen * factor.Quantile(probability));
    }

    private static AnalysisProvenance Provenance(FoundScenesOf found, Estimate estimate, StoredLayers layers, bool demo) => new()
    {
        EngineVersion = Parameters.EngineVersion,
        ParameterHash = Convert.ToHexStringLower(estimate.ParameterHash),
        Seed = Convert.ToHexStringLower(estimate.Seed),
        Draws = KelpCarbon.Draws,
        Catalog = found.Catalog.Name,
        Collection = estimate.Best.Main.Item.Collection ?? "",
        BytesRead = found.Granules.Sum(g => g.SurveyBytes) + found.Passes.SelectMany(f => f.Summary.Granules).Sum(g => g.BytesRead) + layers.BytesRead,
        GridEpsg = found.Area.Utm.Zone.Epsg,
        Attributions = [
            SceneWire.CopernicusNotice(found.Passes.SelectMany(f => f.Pass.Granules).Select(g => g.Item)), found.Catalog.Host,
            .. found.Tides.AttributionsOf(found.Passes.Select(f => f.Pass.Tide).OfType<AnalysisTide>())],
        Demo = demo,
    };
}
