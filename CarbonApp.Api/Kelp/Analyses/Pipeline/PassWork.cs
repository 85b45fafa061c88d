using System.Text.Json;
using CarbonApp.Api.Kelp.Catalog;
using CarbonApp.Engine.Kelp.Composite;
using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>Searches passes for canopy, each once: what an earlier attempt found is kept and taken as it is. Maps go to the store and are read from there in
/// strips, so that memory does not grow with the number of dates.</summary>
internal sealed class PassWork(AnalysisStore store)
{
    private static readonly byte[] NoMap = [];

    /// <summary>What a pass showed; from the store where an earlier attempt came so far, else found now and stored.</summary>
    public async Task<FoundPass> FindAsync(
        string id, ScenePass pass, ISceneCatalog catalog, ZoneGrids grids, DetectorProfile profile, IProgress<double> progress, CancellationToken cancellationToken)
    {
        if (await store.FindPassAsync(id, pass.Key, cancellationToken) is { } text)
        {
            return new FoundPass(pass, JsonSerializer.Deserialize<PassSummary>(text)!);
        }

        var (summary, map) = await SearchAsync(pass, catalog, grids, profile, progress, cancellationToken);
        var (bytes, strips) = map is null ? (NoMap, []) : PassMap.Write(map);
        summary = summary with { Counts = map is null ? null : PassCounts.Of(map, grids.Analysis.Inside), StripBytes = strips };
        await store.AddPassAsync(id, pass.Key, JsonSerializer.Serialize(summary), bytes, cancellationToken);
        return new FoundPass(pass, summary);
    }

    /// <summary>The maps of passes that have one.</summary>
    public PassMaps MapsOf(string id, IEnumerable<FoundPass> passes, AreaGrid area)
    {
        var (rows, strips) = (PassMap.StripRowsOf(area.Utm.Width), passes.ToDictionary(f => f.Pass.Key, f => f.Summary.StripBytes, StringComparer.Ordinal));
        return new PassMaps(rows, async (pass, strip, cancellationToken) =>
        {
            var bytes = await store.ReadMapAsync(id, pass, strips[pass].Take(strip).Sum(length => (long)length), strips[pass][strip], cancellationToken);
            return PassMap.Read(bytes, area.Utm.Width, Math.Min(rows, area.Utm.Height - (strip * rows)));
        });
    }

    private static async Task<(PassSummary Summary, SceneMap? Map)> SearchAsync(
        ScenePass pass, ISceneCatalog catalog, ZoneGrids grids, DetectorProfile profile, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var (summaries, maps) = (new List<GranuleSummary>(), new List<DatedScene>());
        for (var i = 0; i < pass.Granules.Count; i++)
        {
            var part = new PartProgress(progress, i, pass.Granules.Count);
            var granule = pass.Granules[i];
            var (summary, map) = await SearchAsync(granule, catalog, grids.Of(granule.Item), profile, part, cancellationToken);
            summaries.Add(summary);
            if (map is not null)
            {
                var carried = grids.CarrierOf(granule.Item) is { } carrier ? map.Carry(carrier, cancellationToken) : map;
                maps.Add(new DatedScene(summary.Id, pass.Key, pass.At, carried));
            }
        }

        return (new PassSummary { Granules = summaries }, maps.Count == 0 ? null : PassMosaic.OnePerPass(maps)[0].Map);
    }

    /// <summary>Map and numbers of a granule, both on its own zone's grid.</summary>
    private static async Task<(GranuleSummary Summary, SceneMap? Map)> SearchAsync(
        Granule granule, ISceneCatalog catalog, AreaGrid area, DetectorProfile profile, IProgress<double> progress, CancellationToken cancellationToken)
    {
        try
        {
            using var scene = await catalog.OpenAsync(granule.Item, KelpDetector.Bands, cancellationToken);
            var bands = new AreaScene(scene.Reader, area.Utm);
            var options = new DetectorOptions { Profile = profile, Wavelengths = bands.Wavelengths, Land = area.Land, TooDeep = area.TooDeep };
            var outcome = await KelpDetector.DetectAsync(await CloudSkippingScene.OpenAsync(bands, cancellationToken), options, progress, cancellationToken);
            return outcome switch
            {
                DetectionOutcome.Detected detected => (Summarise(scene, detected.Scene, area), detected.Scene.Map),
                DetectionOutcome.ImplausibleRadiometry odd => (Faulty(granule, odd.Reason, scene.Transfer.Bytes), null),
                DetectionOutcome.BandsMissing missing => (Faulty(granule, missing.Reason, scene.Transfer.Bytes), null),
                _ => throw new InvalidOperationException("Unknown outcome of a detection."),
            };
        }
        catch (Exception e) when (e is SceneException or TiffException or CatalogException { IsTransient: false })
        {
            return (Faulty(granule, e.Message, 0), null);
        }
    }

    private static GranuleSummary Summarise(OpenScene scene, SceneDetection found, AreaGrid area)
    {
        var (item, water) = (scene.Reader.Item, found.Water);
        var (kelp, near) = CanopyInside(found.Map, area);
        return new GranuleSummary
        {
            Id = item.Id,
            Baseline = item.Baseline?.ToString(),
            OffsetDn = SceneWire.OffsetDn(item.FirstReflectance),
            OffsetRule = item.FirstReflectance?.Rule is { } rule ? SceneWire.NameOf(rule) : null,
            ValidShare = found.Warnings.Any(w => w.Kind == DetectionWarningKind.NoSea) ? null : found.Shares.Valid,
            KelpAreaM2 = kelp,
            NearSurfaceM2 = near,
            Water = new AnalysisWater
            {
                Blocks = water.Blocks,
                BlocksWithFew = water.BlocksWithFew,
                SampleShare = Number(water.SampleShare),
                MedianB11 = Number(water.MedianB11),
                SigmaFai = Number(water.FaiSigma),
                SigmaKd = Number(water.KdSigma),
            },
            Warnings = [.. found.Warnings.Select(w => new AnalysisWarning { Code = CodeOf(w.Kind), Message = w.Message, SceneId = item.Id }),
                .. item.Warnings.Select(w => new AnalysisWarning { Code = "SCENE_ITEM", Message = w, SceneId = item.Id })],
            BytesRead = scene.Transfer.Bytes,
        };
    }

    /// <summary>Canopy at and just below the surface inside the area, m²: pixels times cover.</summary>
    private static (double Kelp, double NearSurface) CanopyInside(SceneMap map, AreaGrid area)
    {
        var (kelp, near) = (0L, 0L);
        for (var row = 0; row < map.Height; row++)
        {
            foreach (var run in area.Inside.Runs(row))
            {
                for (var i = (row * map.Width) + run.Start; i < (row * map.Width) + run.End; i++)
                {
                    if ((map.Mask[i] & PixelMask.Kelp) != 0)
                    {
                        kelp += map.Cover[i];
                    }
                    else
                    {
                        near += map.Cover[i];
                    }
                }
            }
        }

        var perCode = area.Utm.PixelSquareMetres / SceneMap.FullCover;
        return (kelp * perCode, near * perCode);
    }

    private static GranuleSummary Faulty(Granule granule, string fault, long bytes) => new() { Id = granule.Item.Id, Fault = fault, BytesRead = bytes };

    private static string CodeOf(DetectionWarningKind kind) => kind switch
    {
        DetectionWarningKind.MissingBand => "MISSING_BAND",
        DetectionWarningKind.NoClasses => "NO_CLASSES",
        DetectionWarningKind.RadiometryUnchecked => "RADIOMETRY_UNCHECKED",
        DetectionWarningKind.FewWaterPixels => "FEW_WATER_PIXELS",
        DetectionWarningKind.WaterUnknown => "WATER_UNKNOWN",
        DetectionWarningKind.NoSea => "NO_SEA",
        DetectionWarningKind.Glint => "GLINT",
        DetectionWarningKind.Trace => "TRACE",
        _ => "DETECTION",
    };

    /// <summary>Missing is no number, and JSON has none for it.</summary>
    private static double? Number(double value) => double.IsNaN(value) ? null : value;

    private sealed class PartProgress(IProgress<double> whole, int part, int parts) : IProgress<double>
    {
        public void Report(double value) => whole.Report((part + value) / parts);
    }
}
