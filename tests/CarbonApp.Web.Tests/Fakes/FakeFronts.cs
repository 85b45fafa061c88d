using CarbonApp.Api.Grid.Pareto;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Units;
using CarbonApp.Web.ApiClient;

namespace CarbonApp.Web.Tests.Fakes;

/// <summary>Fronts over the test grid, by the product's own optimum; a price holds for all of the window.</summary>
internal static class FakeFronts
{
    public static (ParetoResponse? Front, ApiProblem? Problem) Answer(ParetoRequest request, DateTimeOffset now, string state)
    {
        var sites = request.Sites!.Select(s => FakePlans.Find(new PlanSite { Provider = s.Provider, Region = s.Region, Zone = s.Zone })).ToArray();
        if (Array.FindIndex(sites, s => s is null) is >= 0 and var unknown)
        {
            return (null, new ApiProblem(422, "UNKNOWN_ZONE", $"\"{request.Sites![unknown].Zone}\" is not a known zone.", [], ["GB"]));
        }

        var asOf = request.AsOf ?? now;
        var question = new FakePlans.Question(new PlanRequest { Job = request.Job, Sites = [] }, asOf, state, now);
        var job = question.Job;
        if (job.Deadline - job.Earliest < job.Duration)
        {
            return (null, new ApiProblem(422, "DEADLINE_TOO_TIGHT", "The job cannot end before its deadline.", [], []));
        }

        var watts = request.Job!.Resources?.Watts ?? 1000;
        ParetoSite[] places = [.. sites.Select((s, i) => new ParetoSite(
            FakePlans.Signal(s!.Zone, question.Slots(s), now),
            request.Sites![i].Prices is [var price] ? PriceSignal.FromSlots([new(price.Start!.Value, price.End!.Value, price.EurPerMwh!.Value)]) : null,
            Power.FromWatts(watts * s.Pue), default, 0))];
        var front = request.Job.Mode == "interruptible" ? ParetoOptimum.Interruptible(places, job) : ParetoOptimum.Contiguous(places, job);
        return (new ParetoResponse
        {
            AsOf = asOf, Earliest = job.Earliest, Deadline = job.Deadline, Axes = front.HasCost ? ["emissionsG", "finish", "costEur"] : ["emissionsG", "finish"],
            Points = [.. front.Points.Select(p => Point(p, sites[p.Site]!, watts))],
            Knee = front.Knee, SitesWithoutPrice = front.SitesWithoutPrice, SitesWithoutSignal = [],
            Power = new PlanPower { Watts = watts, Confidence = request.Job.Resources is null ? "assumed" : "given" },
            Warnings = request.Job.Resources is null ? ["ASSUMED_POWER"] : [],
            Provenance = [],
        }, null);
    }

    private static ParetoPointItem Point(ParetoPoint point, FakeSite site, double watts)
    {
        var kilowatts = watts / 1000 * site.Pue;
        return new ParetoPointItem
        {
            SiteIndex = point.Site, Site = site.Item, Finish = point.Finish, EmissionsG = point.Emissions.Grams, CostEur = point.CostEuros,
            EnergyKwh = point.Segments.Sum(s => kilowatts * s.Duration.TotalHours),
            Segments = [.. point.Segments.Select(s => new PlanSegmentItem
            {
                Start = s.Start, End = s.End, Site = site.Item, EnergyKwh = kilowatts * s.Duration.TotalHours,
                MeanIntensity = s.MeanIntensity.GramsPerKilowattHour, EmissionsG = kilowatts * s.Duration.TotalHours * s.MeanIntensity.GramsPerKilowattHour,
            })],
        };
    }
}
