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
        var site = request.Sites![0];
        var region = TestGrid.Regions.FirstOrDefault(r => r.Code == site.Region && (site.Provider is null || r.Provider == site.Provider));
        var known = TestGrid.Zones.FirstOrDefault(z => z.Zone == (region?.Zone ?? site.Zone));
        if (known.Zone is null)
        {
            return (null, new ApiProblem(404, "UNKNOWN_REGION", $"\"{site.Region ?? site.Zone}\" is not known; nearest are eu-west-2, us-east-1.", [], []));
        }

        if (request.Job!.Resources?.InstanceType is { } type and not "m6i.xlarge")
        {
            return (null, new ApiProblem(404, "UNKNOWN_INSTANCE", $"\"{type}\" is not a known instance type; nearest is m6i.xlarge.", [], []));
        }

        var duration = XmlConvert.ToTimeSpan(request.Job.Duration!);
        var asOf = request.AsOf ?? now;
        var earliest = request.Job.Earliest > asOf ? request.Job.Earliest.Value : asOf;
        var deadline = request.Job.Deadline ?? earliest + TimeSpan.FromHours(24);
        var slots = TestGrid.Slots(known.Mean, earliest, deadline, now);
        var job = new MovableJob(duration, earliest, deadline);
        var outcome = request.Job.Mode == "interruptible" ? InterruptibleOptimum.Find(Signal(known.Zone, slots, now), job) : ContiguousOptimum.Find(Signal(known.Zone, slots, now), job);
        return outcome switch
        {
            WindowOutcome.Planned planned => (Plan(request, planned, new(known.Zone, region?.Provider, region?.Code, region?.Pue ?? 1), job, asOf, slots, state), null),
            WindowOutcome.DeadlineTooTight tight => (null, new ApiProblem(422, "DEADLINE_TOO_TIGHT", $"The job cannot end before {tight.EarliestFinish:u}; the deadline is {deadline:u}.", [], [])),
            _ => (null, new ApiProblem(422, "NO_SIGNAL", $"No source knows {known.Zone} in this time; asked were neso and annual-mean.", [], [])),
        };
    }

    private static CarbonSignal Signal(string zone, IReadOnlyList<ForecastSlot> slots, DateTimeOffset now) => CarbonSignal.FromSlots(
        SignalBasis.AverageLifecycle(ZoneId.Parse(zone)),
        slots.Where(s => s.Intensity is not null).Select(s => new SignalSlot(s.Start, s.End, s.Intensity!.Value, new SignalProvenance(s.Source!, SignalStatus.Forecast, now))));

    private static PlanResponse Plan(
        PlanRequest request, WindowOutcome.Planned planned, FakeSite site, MovableJob job, DateTimeOffset asOf, IReadOnlyList<ForecastSlot> slots, string state)
    {
        var watts = request.Job!.Resources is { InstanceType: not null, Count: var count } ? 24.3 * count : request.Job.Resources?.Watts ?? 1000;
        var kilowatts = watts / 1000 * site.Pue;
        var segments = planned.Segments.Select(s => new PlanSegmentItem
        {
            Start = s.Start,
            End = s.End,
            Site = new SiteItem { Zone = site.Zone, Provider = site.Provider, Region = site.Region, Pue = site.Pue },
            EnergyKwh = kilowatts * s.Duration.TotalHours,
            MeanIntensity = s.MeanIntensity.GramsPerKilowattHour,
            EmissionsG = kilowatts * s.Duration.TotalHours * s.MeanIntensity.GramsPerKilowattHour,
        }).ToArray();
        var energy = kilowatts * job.Duration.TotalHours;
        var total = segments.Sum(s => s.EmissionsG);
        BaselineItem? Against(double? mean) => mean is not { } m ? null : new BaselineItem
        {
            MeanIntensity = m, EmissionsG = m * energy, SavingPct = m == 0 ? 0 : 100 * ((m * energy) - total) / (m * energy),
        };
        List<string> warnings = request.Job.Resources is null ? ["ASSUMED_POWER"] : [];
        if (slots.Any(s => s.Status == "estimated"))
        {
            warnings.Add("ESTIMATED_SIGNAL");
        }

        if (state == "stale")
        {
            warnings.Add("STALE_FORECAST");
        }

        return new PlanResponse
        {
            PlanId = "01KTESTPLAN000000000000000", Status = "optimal", AsOf = asOf, Earliest = job.Earliest, Deadline = job.Deadline, BestBoundG = total, Gap = 0,
            Segments = segments,
            Totals = new PlanTotals { EnergyKwh = energy, EmissionsG = total, MeanIntensity = planned.MeanIntensity.GramsPerKilowattHour, Finish = segments[^1].End },
            Baselines = new PlanBaselinesItem
            {
                RunNow = Against(planned.Baselines.RunNow?.GramsPerKilowattHour),
                MeanStart = Against(planned.Baselines.MeanStart?.GramsPerKilowattHour),
                WorstStart = Against(planned.Baselines.WorstStart?.GramsPerKilowattHour),
            },
            Sites = [], SitesConsidered = 1, Alternatives = [],
            Power = new PlanPower { Watts = watts, Confidence = request.Job.Resources switch { null => "assumed", { InstanceType: not null } => "measured", _ => "given" } },
            Warnings = warnings,
            Provenance = FakeAnswers.Provenance(site.Zone, slots, asOf, state),
            Forecast = request.Options.IncludeForecast ? slots : null,
        };
    }
}

/// <summary>Where a plan runs.</summary>
internal sealed record FakeSite(string Zone, string? Provider, string? Region, double Pue);
