using System.Globalization;
using CarbonApp.Api.Grid.Schedules;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;
using Spectre.Console;

namespace CarbonApp.Cli.Schedules;

/// <summary>Schedules for people.</summary>
internal static class ScheduleTable
{
    public static void Write(ScheduleListResponse page, Screen screen)
    {
        var table = PlainTable.Create("Schedule", "State", "Start (UTC)", "Deadline (UTC)", "Site", "Job", "Attempts", "Calls");
        foreach (var item in page.Schedules)
        {
            table.Add(
                item.Id, item.State, Quantities.Time(item.Start), Quantities.Time(item.Deadline), Place(item.Site), item.JobId ?? "", Quantities.Count(item.Attempts), item.Url);
        }

        screen.Out.Write(table);
        if (page.Next is not null)
        {
            screen.Say("There are more: raise --limit, or narrow by --state.");
        }
    }

    public static void Write(ApiAnswer<ScheduledJobResponse> answer, bool json, Screen screen)
    {
        if (json)
        {
            screen.Print(answer.Text);
            return;
        }

        var (schedule, console) = (answer.Value, screen.Out);
        var plan = schedule.Plan;
        console.MarkupLineInterpolated($"[bold]Schedule {schedule.Id} is {schedule.State}[/]: start {Quantities.Time(schedule.Start)} in {Place(plan.Site)}, done by {Quantities.Time(plan.End)}, deadline {Quantities.Time(schedule.Deadline)}.");
        console.MarkupLineInterpolated($"{Expectation(plan)} Calls {schedule.Webhook.Method} {schedule.Webhook.Url}.");
        if (schedule.Secret is { } secret)
        {
            console.MarkupLineInterpolated($"Key of the signature, shown this once: {secret}");
        }

        foreach (var warning in plan.Warnings)
        {
            console.MarkupLineInterpolated($"[yellow]! {warning}[/]: {Meaning(warning)}");
        }

        WriteHistory(schedule, console);
        WriteDeliveries(schedule, console);
        if (schedule.State == "delivered" && plan.PlanId is { } id)
        {
            console.MarkupLineInterpolated($"Plan {id}: say how it was run, and see what came of it, with carbon actuals {id}.");
        }
    }

    private static string Expectation(SchedulePlan plan) => plan switch
    {
        { EmissionsG: null } => "Nothing is known of the grid yet.",
        { SavingPct: { } saving } => $"Expected {Quantities.Grams(plan.EmissionsG.Value)}, {Quantities.Percent(saving)} less than running when it was posted.",
        _ => $"Expected {Quantities.Grams(plan.EmissionsG.Value)}.",
    };

    private static string Meaning(string warning) => warning == "FORCED_START"
        ? "nothing is known of the grid; the start is the last that meets the deadline, unless something becomes known."
        : Plans.PlanTable.Meaning(warning);

    private static void WriteHistory(ScheduledJobResponse schedule, IAnsiConsole console)
    {
        var table = PlainTable.Create("Planned (UTC)", "Because", "Start (UTC)", "Site", "Emissions");
        foreach (var change in schedule.History)
        {
            table.Add(
                Quantities.Time(change.At), change.Reason, Quantities.Time(change.Start), Place(change.Site),
                change.EmissionsG is { } grams ? Quantities.Grams(grams) : "no data");
        }

        console.Write(table);
    }

    private static void WriteDeliveries(ScheduledJobResponse schedule, IAnsiConsole console)
    {
        if (schedule.Deliveries.Count == 0)
        {
            return;
        }

        var table = PlainTable.Create("Attempt", "Sent (UTC)", "Outcome", "Took");
        foreach (var delivery in schedule.Deliveries)
        {
            table.Add(
                Quantities.Count(delivery.Attempt), Quantities.Time(delivery.At), delivery.Error ?? $"HTTP {delivery.Status}",
                string.Create(CultureInfo.InvariantCulture, $"{delivery.TookMs:0} ms"));
        }

        console.Write(table);
    }

    private static string Place(ScheduleSite? site) => site switch
    {
        null => "any site",
        { Region: { } region } => site.Provider is null ? region : $"{site.Provider}/{region}",
        _ => site.Zone ?? "",
    };
}
