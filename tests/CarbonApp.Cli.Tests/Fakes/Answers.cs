using CarbonApp.Api.Grid.Footprint;
using CarbonApp.Api.Grid.Forecasts;
using CarbonApp.Api.Grid.Imports;
using CarbonApp.Api.Grid.Ledger;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Regions;
using CarbonApp.Api.Grid.Zones;

namespace CarbonApp.Cli.Tests.Fakes;

/// <summary>Answers in the Api's own contract. A made-up grid: 200 g/kWh but for 100 from 04:00 to 07:00.</summary>
internal static class Answers
{
    public static readonly DateTimeOffset Midnight = new(2020, 3, 15, 0, 0, 0, TimeSpan.Zero);

    /// <summary>3 h at 1,000 W from <paramref name="start"/>, 4 h after midnight unless said otherwise.</summary>
    public static PlanResponse Plan(DateTimeOffset? start = null)
    {
        var begin = start ?? Midnight.AddHours(4);
        var earliest = begin.AddHours(-4);
        var end = begin.AddHours(3);
        var site = new SiteItem { Zone = "GB", Provider = "aws", Region = "eu-west-2", Pue = 1 };
        return new PlanResponse
        {
            PlanId = "01E3ABCDEFGHJKMNPQRSTVWXYZ",
            Status = "optimal",
            AsOf = earliest,
            Earliest = earliest,
            Deadline = earliest.AddHours(24),
            BestBoundG = 300,
            Gap = 0,
            Segments = [new PlanSegmentItem { Start = begin, End = end, Site = site, EnergyKwh = 3, MeanIntensity = 100, EmissionsG = 300 }],
            Totals = new PlanTotals { EnergyKwh = 3, EmissionsG = 300, EmissionsWithTransferG = 300, MeanIntensity = 100, Finish = end },
            Baselines = new PlanBaselinesItem
            {
                RunNow = new BaselineItem { MeanIntensity = 200, EmissionsG = 600, SavingPct = 50 },
                WorstStart = new BaselineItem { MeanIntensity = 200, EmissionsG = 600, SavingPct = 50 },
            },
            Sites = [],
            SitesConsidered = 1,
            Alternatives = [],
            Power = new PlanPower { Watts = 1000, Confidence = "assumed" },
            Warnings = ["ASSUMED_POWER"],
            Provenance =
            [
                new ProvenanceItem
                {
                    Zone = "GB", Source = "neso [test]", Status = "forecast", IssuedAt = earliest.AddMinutes(-90), AgeSeconds = 5400,
                    Kind = "average", Factor = "lifecycle", Share = 1, EstimatedShare = 0,
                },
            ],
            Explanation = "Waiting 4 h halves the emissions.",
            Forecast = [Slot(earliest, begin, 200), Slot(begin, end, 100), Slot(end, earliest.AddHours(24), 200)],
        };
    }

    /// <summary>The same plan with all that several sites bring.</summary>
    public static PlanResponse PlanOfSites()
    {
        var plan = Plan();
        var site = plan.Segments[0].Site;
        return plan with
        {
            Totals = plan.Totals with { TransferG = 10, EmissionsWithTransferG = 310, EmissionsGP10 = 250, EmissionsGP90 = 360, CostEur = 0.27, MarginalG = 900 },
            Baselines = plan.Baselines with { HomeRegion = new BaselineItem { MeanIntensity = 220, EmissionsG = 660, SavingPct = 53 } },
            Confidence = new PlanConfidence { PBetterThanRunNow = 0.93, ExpectedRegretG = 12, WorstRegretG = 40, Scenarios = 100 },
            OtherSignal = new PlanOtherSignal
            {
                Kind = "marginal", MeanIntensity = 300, EmissionsG = 900, Provenance = plan.Provenance,
                RunNow = new BaselineItem { MeanIntensity = 316, EmissionsG = 947.4, SavingPct = 5 },
            },
            SitesConsidered = 57,
            Sites =
            [
                new PlanSiteItem { Index = 2, Site = site, Status = "chosen", Start = plan.Segments[0].Start, Finish = plan.Totals.Finish, EmissionsWithTransferG = 310, TransferG = 10, MeanIntensity = 100, CostEur = 0.27, LatencyMs = 9 },
                new PlanSiteItem
                {
                    Index = 1, Site = new SiteItem { Zone = "JP", Pue = 1 }, Status = "excluded", Reason = "LATENCY", Detail = "The round trip takes 180 ms.", LatencyMs = 180, LatencyEstimated = true,
                },
            ],
            Alternatives = [new PlanAlternativeItem { Start = plan.Segments[0].Start.AddHours(4), Finish = plan.Totals.Finish.AddHours(4), Site = site, MeanIntensity = 110, EmissionsWithTransferG = 340, ExtraG = 30 }],
        };
    }

    public static ZonesResponse Zones() => new()
    {
        AsOf = Midnight,
        Zones = [Zone("SE-SE1", 20, "aws/eu-north-1"), Zone("FR", 50, "aws/eu-west-3"), Zone("DE", 400, "aws/eu-central-1"), Zone("XX", null)],
    };

    /// <summary>Beside the order of zones, a region whose PUE makes it worse than one on a dirtier grid.</summary>
    public static RegionsResponse Regions() => new()
    {
        Regions = [Region("aws", "eu-west-3", "FR", 1.1), Region("aws", "eu-central-1", "DE", 1.1), Region("gcp", "europe-north2", "SE-SE1", 3), Region("azure", "nowhere", "XX", 1.2)],
    };

    /// <summary>The plan above, run an hour late at half the power.</summary>
    public static StoredPlanResponse Stored()
    {
        var plan = Plan();
        return new StoredPlanResponse
        {
            PlanId = plan.PlanId, MadeAt = Midnight.AddYears(5), AsOf = Midnight, Replay = true, Zone = "GB", Kind = "average", Factor = "lifecycle", Policy = "contiguous:mean",
            Request = new PlanRequest { Job = new PlanJob { Duration = "PT3H" }, Sites = [new PlanSite { Zone = "GB" }] },
            Plan = plan,
            Actuals = new ActualsItem
            {
                ReportedAt = Midnight.AddYears(5),
                Segments = [new ActualItem { Start = Midnight.AddHours(5), End = Midnight.AddHours(8), EnergyKwh = 1.5, Zone = "GB" }],
            },
            Outcome = new OutcomeItem
            {
                Status = "settled", SettledAt = Midnight.AddYears(5), AssumedAsPlanned = false,
                Promised = new LedgerSaving { EmissionsG = 300, RunNowG = 600, SavingG = 300, SavingPct = 50 },
                Realised = new LedgerSaving { EmissionsG = 210, RunNowG = 300, SavingG = 90, SavingPct = 30 },
                BestG = 150, RegretG = 60, RegretPct = 28.571428571, AsPlannedG = 320, ForecastErrorPct = -6.25,
            },
        };
    }

    public static LedgerResponse Ledger() => new()
    {
        From = Midnight, To = Midnight.AddDays(7), Bucket = "week",
        Rows =
        [
            new LedgerRow
            {
                From = Midnight, To = Midnight.AddDays(7), Zone = "GB", Kind = "average", Factor = "lifecycle", Policy = "contiguous:mean", Plans = 1200, Settled = 3,
                Pending = 1197, Unmeasured = 0, WithActuals = 1, Replays = 0, Compared = 3,
                Promised = new LedgerSaving { EmissionsG = 300, RunNowG = 600, SavingG = 300, SavingPct = 50 },
                Realised = new LedgerSaving { EmissionsG = 360, RunNowG = 600, SavingG = 240, SavingPct = 40 },
                RegretG = 45, RegretPct = 12.5, ForecastErrorPct = 7.5, CoveragePct = null,
            },
        ],
    };

    /// <summary>Two hours, 200 and 100 g/kWh.</summary>
    public static ForecastResponse Forecast() => new()
    {
        Zone = "GB", ZoneName = "Great Britain", Kind = "average", Factor = "lifecycle", IssuedAt = Midnight, Quantiles = [0.1, 0.9], Skill = null, Warnings = ["NO_BAND"],
        Method = new ForecastMethodItem { Name = "ridge", Penalty = 10, Days = 100, TrainedFrom = Midnight.AddDays(-100), TrainedTo = Midnight, Scenarios = 0 },
        Hours =
        [
            new ForecastHour { Start = Midnight, End = Midnight.AddHours(1), Intensity = 200, Quantiles = null },
            new ForecastHour { Start = Midnight.AddHours(1), End = Midnight.AddHours(2), Intensity = 100, Quantiles = null },
        ],
    };

    /// <summary>One machine of which nobody knows the making: 2 kWh at 100 g/kWh over 1,000 requests.</summary>
    public static FootprintResponse Footprint() => new()
    {
        Site = new SiteItem { Zone = "GB", Pue = 1 },
        Start = Midnight,
        End = Midnight.AddHours(2),
        Factor = "lifecycle",
        Sci = new SciItem { ScoreG = 0.2, LowG = 0.1, HighG = 0.3, EnergyKwh = 2, IntensityGPerKwh = 100, EmbodiedG = 0, Units = 1000, UnitName = "request" },
        Totals = new FootprintTotals
        {
            EnergyKwh = 2, LocationBasedG = 200, MarketBasedG = 80, EmbodiedG = 0, EmbodiedUnknownOf = ["power-1"], LocationAndEmbodiedG = 200, MarketAndEmbodiedG = 80,
            LowG = 100, HighG = 300, RangeUnknownOf = ["intensity of the grid"],
        },
        Components =
        [
            new FootprintComponentItem
            {
                Name = "power-1", Kind = "power", EnergyKwh = 2, EnergyLowKwh = 1, EnergyHighKwh = 3, LocationBasedG = 200, MarketBasedG = 80,
                Coefficients = [new CoefficientItem { Name = "power", Value = 1000, Unit = "W", Confidence = "given", Source = "given in the request", Low = 500, High = 1500 }],
            },
        ],
        LocationIntensity = new CoefficientItem { Name = "intensity of the grid", Value = 100, Unit = "gCO2eq/kWh", Confidence = "measured", Source = "neso (measured)" },
        Market = new MarketItem
        {
            Intensity = new CoefficientItem { Name = "market-based intensity", Value = 40, Unit = "gCO2eq/kWh", Confidence = "given", Source = "given in the request: residual mix" },
            RestBasis = "residual", CoveredShare = 0.6, LocationStandsIn = false,
        },
        Warnings = ["EMBODIED_UNKNOWN"],
        Provenance = [],
    };

    public static ImportResponse Import(string id, string status = "completed") => new()
    {
        Id = id, Status = status, RowsRead = 4, SlotsStored = 2, Gaps = 1, RowsRejected = 1,
        Errors = [new ImportRowError { Line = 5, Message = "intensity 'x' is not a number: give gCO2eq/kWh or leave it empty." }],
        Zones = ["GB"], From = Midnight, To = Midnight.AddHours(1), Seconds = 0.5,
    };

    private static ForecastSlot Slot(DateTimeOffset start, DateTimeOffset end, double intensity) =>
        new() { Start = start, End = end, Intensity = intensity, Status = "forecast", Source = "neso [test]" };

    private static ZoneItem Zone(string zone, double? intensity, params string[] regions) => new()
    {
        Zone = zone, Name = $"Place of {zone}", Intensity = intensity, Status = intensity is null ? null : "forecast", Source = intensity is null ? null : "neso",
        Next24H = [.. Enumerable.Range(0, 24).Select(hour => intensity + (hour % 8))], IsEstimate = false, CloudRegions = regions,
    };

    private static RegionItem Region(string provider, string code, string zone, double pue) =>
        new() { Provider = provider, Code = code, Place = $"Place of {code}", Latitude = 0, Longitude = 0, Zone = zone, Pue = pue };
}
