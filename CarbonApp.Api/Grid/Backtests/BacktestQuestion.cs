using System.Diagnostics.CodeAnalysis;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Backtesting;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Backtests;

/// <summary>A backtest request that has been understood: every name found, every default filled in.</summary>
internal sealed record BacktestQuestion(
    IReadOnlyList<ZoneId> Zones, SignalBasis Basis, DateTimeOffset From, DateTimeOffset To, TimeSpan? Slot, IReadOnlyList<BacktestPolicy> Policies,
    BacktestJobChoice Jobs, BacktestForecast Forecast)
{
    private static readonly BacktestPolicy[] DefaultPolicies = [BacktestPolicy.RunNow, BacktestPolicy.Contiguous, BacktestPolicy.Interruptible];

    /// <summary>Reads a request; false with a problem that names what to change.</summary>
    public static bool TryRead(BacktestRequest request, [NotNullWhen(true)] out BacktestQuestion? question, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        question = null;
        var errors = new FieldErrors();
        var kind = errors.OneOf("signal", request.Signal, "average", "marginal");
        var factor = errors.OneOf("factor", request.Factor, "lifecycle", "direct");
        var (from, to) = ReadPeriod(request, errors);
        var slot = ReadSlot(request.Slot, errors);
        var zones = ReadZones(request.Zones, errors, out var unknown);
        var policies = ReadPolicies(request.Policies, errors);
        var jobs = BacktestJobChoice.Read(request.Jobs, errors);
        var forecast = ReadForecast(request.Forecast, to - from, errors);
        if (!errors.Any && jobs is not null)
        {
            CheckSize(zones.Count, policies.Count, to - from, slot ?? TimeSpan.FromMinutes(30), jobs, forecast, errors);
        }

        if (errors.Any || jobs is null)
        {
            problem = errors.ToProblem();
            return false;
        }

        if (unknown is not null)
        {
            problem = DomainProblems.UnknownZone(unknown, GridZoneTable.Nearest(unknown, 3));
            return false;
        }

        var basis = new SignalBasis(default, WireNames.Kind(kind)!.Value, WireNames.Factor(factor)!.Value);
        question = new BacktestQuestion(zones, basis, from, to, slot, policies, jobs, forecast);
        problem = null;
        return true;
    }

    private static (DateTimeOffset From, DateTimeOffset To) ReadPeriod(BacktestRequest request, FieldErrors errors)
    {
        if (request.From is not { } from || request.To is not { } to)
        {
            errors.Add(request.From is null ? "from" : "to", "is missing.");
            return (DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        }

        if (from.UtcTicks % TimeSpan.TicksPerHour != 0 || to.UtcTicks % TimeSpan.TicksPerHour != 0)
        {
            errors.Add("from", "and to must be full hours.");
        }

        if (to - from < TimeSpan.FromHours(1) || to - from > BacktestLimits.LongestPeriod)
        {
            errors.Add("to", $"must lie from 1 hour to {BacktestLimits.LongestPeriod.TotalDays:0} days after from.");
        }

        return (from.ToUniversalTime(), to.ToUniversalTime());
    }

    private static TimeSpan? ReadSlot(string? text, FieldErrors errors)
    {
        if (text is null)
        {
            return null;
        }

        if (!IsoDuration.TryParse(text, out var slot) || slot < TimeSpan.FromMinutes(5) || slot > TimeSpan.FromHours(1) || TimeSpan.TicksPerHour % slot.Ticks != 0)
        {
            errors.Add("slot", $"'{Shortened(text)}' is no slot: an ISO 8601 duration from 5 minutes to 1 hour that divides an hour evenly, such as PT30M.");
            return null;
        }

        return slot;
    }

    private static List<ZoneId> ReadZones(IReadOnlyList<string>? names, FieldErrors errors, out string? unknown)
    {
        var zones = new List<ZoneId>();
        unknown = null;
        if (!errors.Require("zones", names))
        {
            return zones;
        }

        errors.Within("zones", names.Count, 1, BacktestLimits.Zones, " zones");
        foreach (var name in names.Take(BacktestLimits.Zones))
        {
            if (!ZoneId.TryParse(name, out var zone))
            {
                unknown ??= Shortened(name ?? "");
            }
            else if (zones.Contains(zone))
            {
                errors.Add("zones", $"names {zone.Value} twice.");
                break;
            }
            else
            {
                zones.Add(zone);
            }
        }

        return zones;
    }

    private static IReadOnlyList<BacktestPolicy> ReadPolicies(IReadOnlyList<string>? names, FieldErrors errors)
    {
        if (names is null)
        {
            return DefaultPolicies;
        }

        var policies = new List<BacktestPolicy>();
        errors.Within("policies", names.Count, 1, BacktestNames.Policies.Count, " policies");
        foreach (var name in names.Take(BacktestNames.Policies.Count))
        {
            errors.OneOf("policies", name ?? "", [.. BacktestNames.Policies.Values]);
            policies.AddRange(BacktestNames.Policies.Where(p => p.Value == name).Select(p => p.Key));
        }

        if (policies.Distinct().Count() < policies.Count)
        {
            errors.Add("policies", "names one twice.");
        }

        return policies;
    }

    private static BacktestForecast ReadForecast(BacktestForecast forecast, TimeSpan period, FieldErrors errors)
    {
        var kind = errors.OneOf("forecast.kind", forecast.Kind, "perfect", "noise", "persistence", "own");
        errors.Within("forecast.errorPercent", forecast.ErrorPercent, 0, 200, " %");
        errors.Within("forecast.seeds", forecast.Seeds, 1, BacktestLimits.Seeds, "");
        if (kind == "own" && period > BacktestLimits.LongestOwnPeriod)
        {
            errors.Add("to", $"lies more than {BacktestLimits.LongestOwnPeriod.TotalDays:0} days after from, too far for forecast.kind own: backtest it in parts.");
        }

        return forecast;
    }

    private static void CheckSize(
        int zones, int policies, TimeSpan period, TimeSpan slot, BacktestJobChoice jobs, BacktestForecast forecast, FieldErrors errors)
    {
        var (slots, seeds) = ((long)(period / slot), forecast.Kind == "noise" ? forecast.Seeds : 1);
        if (zones * policies * (long)jobs.SetCount > BacktestLimits.Rows)
        {
            errors.Add("zones", $"{zones} zones × {policies} policies × {jobs.SetCount} sets of jobs are more than {BacktestLimits.Rows} rows: ask for fewer at once.");
        }

        if (slots * seeds > BacktestLimits.Normals)
        {
            errors.Add("forecast.seeds", $"{seeds} seeds × {slots} slots are more than {BacktestLimits.Normals}: take fewer seeds, a shorter period or longer slots.");
        }

        if (jobs.JobCount(slots) * jobs.SetCount * zones * policies * seeds > BacktestLimits.Placements)
        {
            errors.Add("jobs", $"{zones} zones × {jobs.SetCount} sets × {jobs.JobCount(slots)} jobs × {policies} policies × {seeds} seeds are more than {BacktestLimits.Placements} placements: ask for less at once.");
        }
    }

    internal static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
