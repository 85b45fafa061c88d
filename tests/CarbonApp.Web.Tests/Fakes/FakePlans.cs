using System.Xml;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Web.ApiClient;

namespace CarbonApp.Web.Tests.Fakes;

/// <summary>Plans over the test grid, by the product's own planners.</summary>
internal static class FakePlans
{
    public static (PlanResponse? Plan, ApiProblem? Problem) Answer(PlanRequest request, DateTimeOffset now, string state)
    {
        if (request.Job!.Resources?.InstanceType is { } type and not "m6i.xlarge")
        {
            return (null, new ApiProblem(404, "UNKNOWN_INSTANCE", $"\"{type}\" is not a known instance type; nearest is m6i.xlarge.", [], []));
        }

        var asked = request.Sites!.IsAny ? [.. TestGrid.Regions.Select(r => new PlanSite { Provider = r.Provider, Region = r.Code })] : request.Sites.ToArray();
        var sites = asked.Select(Find).ToArray();
        if (Array.FindIndex(sites, s => s is null) is >= 0 and var unknown)
        {
            return (null, new ApiProblem(404, "UNKNOWN_REGION", $"\"{asked[unknown].Region ?? asked[unknown].Zone}\" is not known; nearest are eu-west-2, us-east-1.", [], []));
        }

        var question = new Question(request, request.AsOf ?? now, state, now);
        var outcomes = sites.Select(s => question.Find(s!)).ToArray();
        if (outcomes.FirstOrDefault(o => o is not WindowOutcome.Planned) is { } failure)
        {
            return failure is WindowOutcome.DeadlineTooTight tight
                ? (null, new ApiProblem(422, "DEADLINE_TOO_TIGHT", $"The job cannot end before {tight.EarliestFinish:u}; the deadline is {question.Job.Deadline:u}.", [], []))
                : (null, new ApiProblem(422, "NO_SIGNAL", "No source knows it in this time; asked were neso and annual-mean.", [], []));
        }

        return (question.Plan(sites!, [.. outcomes.Cast<WindowOutcome.Planned>()]), null);
    }

    internal static FakeSite? Find(PlanSite site)
    {
        var region = TestGrid.Regions.FirstOrDefault(r => r.Code == site.Region && (site.Provider is null || r.Provider == site.Provider));
        var known = TestGrid.Zones.FirstOrDefault(z => z.Zone == (region?.Zone ?? site.Zone));
        return known.Zone is null ? null : new FakeSite(known.Zone, known.Mean, region?.Provider, region?.Code, region?.Pue ?? 1);
    }

    internal static CarbonSignal Signal(string zone, IReadOnlyList<ForecastSlot> slots, DateTimeOffset now) => CarbonSignal.FromSlots(
        SignalBasis.AverageLifecycle(ZoneId.Parse(zone)),
        slots.Where(s => s.Intensity is not null).Select(s => new SignalSlot(s.Start, s.End, s.Intensity!.Value, new SignalProvenance(s.Source!, SignalStatus.Forecast, now))));

    /// <summary>A job over the test grid; an elastic one is given an hour for each unit of work.</summary>
    internal sealed class Question
    {
        private readonly PlanRequest _request;
        private readonly string _state;
        private readonly DateTimeOffset _asOf, _now;

        public Question(PlanRequest request, DateTimeOffset asOf, string state, DateTimeOffset now)
        {
            (_request, _asOf, _state, _now) = (request, asOf, state, now);
            var job = request.Job!;
            var duration = job.Duration is { } iso ? XmlConvert.ToTimeSpan(iso) : TimeSpan.FromHours(job.Work!.Value / job.ScaleProfile![0].Throughput!.Value);
            var earliest = job.Earliest > asOf ? job.Earliest.Value : asOf;
            Job = new MovableJob(duration, earliest, job.Deadline ?? earliest + TimeSpan.FromHours(24));
        }

        public MovableJob Job { get; }

        public IReadOnlyList<ForecastSlot> Slots(FakeSite site) => TestGrid.Slots(site.Mean, Job.Earliest, Job.Deadline, _now);

        public WindowOutcome Find(FakeSite site)
        {
            var signal = Signal(site.Zone, Slots(site), _now);
            return _request.Job!.Mode == "contiguous" ? ContiguousOptimum.Find(signal, Job) : InterruptibleOptimum.Find(signal, Job);
        }

        public PlanResponse Plan(FakeSite[] sites, WindowOutcome.Planned[] outcomes)
        {
            var order = Enumerable.Range(0, sites.Length).OrderBy(i => Grams(sites[i], outcomes[i])).ToArray();
            var (site, planned) = (sites[order[0]], outcomes[order[0]]);
            var kilowatts = Kilowatts(site);
            var segments = planned.Segments.Select(s => new PlanSegmentItem
            {
                Start = s.Start, End = s.End, Site = site.Item, Replicas = _request.Job!.Mode == "elastic" ? 1 : null,
                EnergyKwh = kilowatts * s.Duration.TotalHours, MeanIntensity = s.MeanIntensity.GramsPerKilowattHour,
                EmissionsG = kilowatts * s.Duration.TotalHours * s.MeanIntensity.GramsPerKilowattHour,
            }).ToArray();
            var total = segments.Sum(s => s.EmissionsG);
            var slots = Slots(site);
            // A few zones know how sure they are.
            var sure = site.Zone is "GB" or "DE";
            return new PlanResponse
            {
                PlanId = "01KTESTPLAN000000000000000", Status = "optimal", AsOf = _asOf, Earliest = Job.Earliest, Deadline = Job.Deadline, BestBoundG = total, Gap = 0,
                Segments = segments,
                Totals = new PlanTotals
                {
                    EnergyKwh = kilowatts * Job.Duration.TotalHours, EmissionsG = total, EmissionsWithTransferG = total, MeanIntensity = planned.MeanIntensity.GramsPerKilowattHour,
                    Finish = segments[^1].End, EmissionsGP10 = sure ? total * 0.9 : null, EmissionsGP90 = sure ? total * 1.15 : null,
                },
                Baselines = new PlanBaselinesItem
                {
                    RunNow = Against(planned.Baselines.RunNow?.GramsPerKilowattHour, site, total),
                    MeanStart = Against(planned.Baselines.MeanStart?.GramsPerKilowattHour, site, total),
                    WorstStart = Against(planned.Baselines.WorstStart?.GramsPerKilowattHour, site, total),
                    HomeRegion = sites.Length > 1 ? Against(outcomes[0].Baselines.RunNow?.GramsPerKilowattHour, sites[0], total) : null,
                },
                Confidence = sure ? new PlanConfidence { PBetterThanRunNow = 0.94, ExpectedRegretG = total * 0.03, WorstRegretG = total * 0.2, Scenarios = 100 } : null,
                OtherSignal = site.Zone == "DE"
                    ? new PlanOtherSignal
                    {
                        Kind = "marginal", MeanIntensity = 600, EmissionsG = total * 2, RunNow = Against(planned.MeanIntensity.GramsPerKilowattHour * 1.9, site, total * 2), Provenance = [],
                    }
                    : null,
                Sites = sites.Length == 1 ? [] : [.. order.Take(_request.Options.CompareSites).Select((at, rank) => Item(sites[at], outcomes[at], at, rank == 0))],
                SitesConsidered = sites.Length,
                Alternatives = [.. Enumerable.Range(1, _request.Options.Alternatives).Select(n => new PlanAlternativeItem
                {
                    Start = segments[0].Start.AddHours(4 * n), Finish = segments[0].Start.AddHours(4 * n) + Job.Duration, Site = site.Item,
                    MeanIntensity = planned.MeanIntensity.GramsPerKilowattHour * (1 + (0.1 * n)), EmissionsWithTransferG = total * (1 + (0.1 * n)), ExtraG = total * 0.1 * n,
                })],
                Power = new PlanPower { Watts = Watts, Confidence = _request.Job!.Resources switch { null => "assumed", { InstanceType: not null } => "measured", _ => "given" } },
                Warnings = [.. Warnings(site, slots, sure)],
                Provenance = [.. FakeAnswers.Provenance(site.Zone, slots, _asOf, _state).Select(p => sure && p.Status == "forecast" ? p with { Source = "forecaster" } : p)],
                Forecast = _request.Options.IncludeForecast ? slots : null,
            };
        }

        private double Watts => _request.Job!.Resources is { InstanceType: not null, Count: var count } ? 24.3 * count : _request.Job.Resources?.Watts ?? 1000;

        private double Kilowatts(FakeSite site) => Watts / 1000 * site.Pue;

        private double Grams(FakeSite site, WindowOutcome.Planned planned) => Kilowatts(site) * Job.Duration.TotalHours * planned.MeanIntensity.GramsPerKilowattHour;

        private PlanSiteItem Item(FakeSite site, WindowOutcome.Planned planned, int index, bool chosen) => site.Zone == "AU-NSW"
            ? new PlanSiteItem { Index = index, Site = site.Item, Status = "excluded", Reason = "RESIDENCY", Detail = "AU is not among the countries allowed." }
            : new PlanSiteItem
            {
                Index = index, Site = site.Item, Status = chosen ? "chosen" : "possible", Start = planned.Segments[0].Start, Finish = planned.Segments[^1].End,
                EmissionsWithTransferG = Grams(site, planned), TransferG = 0, MeanIntensity = planned.MeanIntensity.GramsPerKilowattHour,
            };

        private BaselineItem? Against(double? mean, FakeSite site, double total)
        {
            if (mean is not { } m)
            {
                return null;
            }

            var grams = m * Kilowatts(site) * Job.Duration.TotalHours;
            return new BaselineItem { MeanIntensity = m, EmissionsG = grams, SavingPct = grams == 0 ? 0 : 100 * (grams - total) / grams };
        }

        private IEnumerable<string> Warnings(FakeSite site, IReadOnlyList<ForecastSlot> slots, bool sure)
        {
            if (site.Zone == "DE")
            {
                yield return "MARGINAL_NOT_REDUCED";
            }

            if (_request.Job!.Resources is null)
            {
                yield return "ASSUMED_POWER";
            }

            if (!sure)
            {
                yield return "NO_UNCERTAINTY";
            }

            if (slots.Any(s => s.Status == "estimated"))
            {
                yield return "ESTIMATED_SIGNAL";
            }

            if (_state == "stale")
            {
                yield return "STALE_FORECAST";
            }
        }
    }
}

/// <summary>Where a plan runs.</summary>
internal sealed record FakeSite(string Zone, double Mean, string? Provider, string? Region, double Pue)
{
    public SiteItem Item => new() { Zone = Zone, Provider = Provider, Region = Region, Pue = Pue };
}
