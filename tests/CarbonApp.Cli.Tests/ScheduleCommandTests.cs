using System.Text.Json;
using CarbonApp.Api.Grid.Schedules;
using CarbonApp.Cli.Tests.Fakes;

namespace CarbonApp.Cli.Tests;

public sealed class ScheduleCommandTests
{
    private const string Id = "01KKQCNS00MJ2WWJEB6GG2XC41";

    [Fact]
    public async Task Create_JobAndWebhook_PostsBothAndShowsTheKeyOnce()
    {
        await using var api = (await ApiStandIn.StartAsync()).On("POST /api/v2/schedules", Schedule(secret: "whsec_abc"));

        var run = await CarbonRun.RunAsync(
            api, "schedule", "create", "--zone", "GB", "--duration", "3h", "--deadline", "2026-03-16T07:00Z", "--watts", "850", "--job-id", "nightly", "--url", "https://ci.example.org/start",
            "--header", "Authorization: Bearer a:b", "--header", "X-Team:kelp", "--idempotency-key", "n-1", "--method", "PUT",
            "--body", """{"event_type":"carbon","client_payload":{"schedule":"$event"}}""");

        Assert.Equal(0, run.ExitCode);
        var asked = Assert.Single(api.Requests);
        Assert.Equal("n-1", asked.Key);
        var (plan, webhook) = (asked.Json.GetProperty("plan"), asked.Json.GetProperty("webhook"));
        Assert.Equal(("nightly", "PT3H", "GB"), (
            plan.GetProperty("job").GetProperty("id").GetString(), plan.GetProperty("job").GetProperty("duration").GetString(), plan.GetProperty("sites")[0].GetProperty("zone").GetString()));
        Assert.Equal(("https://ci.example.org/start", "PUT", "Bearer a:b", "kelp"), (
            webhook.GetProperty("url").GetString(), webhook.GetProperty("method").GetString(),
            webhook.GetProperty("headers").GetProperty("Authorization").GetString(), webhook.GetProperty("headers").GetProperty("X-Team").GetString()));
        Assert.Equal("$event", webhook.GetProperty("body").GetProperty("client_payload").GetProperty("schedule").GetString());
        Assert.Contains($"Schedule {Id} is waiting: start 2020-03-15 04:00Z in GB", run.Output, StringComparison.Ordinal);
        Assert.Contains("66.7 % less than running when it was posted", run.Output, StringComparison.Ordinal);
        Assert.Contains("shown this once: whsec_abc", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_DeliveredSchedule_TellsItsHistory()
    {
        await using var api = (await ApiStandIn.StartAsync()).On($"GET /api/v2/schedules/{Id}", Schedule() with
        {
            State = "delivered",
            Deliveries = [new() { Attempt = 1, At = Answers.Midnight.AddHours(4), Status = 503, Error = "HTTP 503", TookMs = 12 }, new() { Attempt = 2, At = Answers.Midnight.AddHours(4), Status = 204 }],
        });

        var run = await CarbonRun.RunAsync(api, "schedule", "show", Id);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("CREATED", run.Output, StringComparison.Ordinal);
        Assert.Contains("HTTP 503", run.Output, StringComparison.Ordinal);
        Assert.Contains("HTTP 204", run.Output, StringComparison.Ordinal);
        Assert.Contains($"with carbon actuals {Id}.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_State_IsAskedForAndJsonIsAsItCame()
    {
        var item = new ScheduleItem { Id = Id, State = "waiting", Start = Answers.Midnight, Deadline = Answers.Midnight.AddHours(9), Url = "https://ci.example.org/start", Attempts = 0 };
        await using var api = (await ApiStandIn.StartAsync()).On("GET /api/v2/schedules", new ScheduleListResponse { Schedules = [item], Next = Id });

        var table = await CarbonRun.RunAsync(api, "schedule", "list", "--state", "waiting", "--limit", "1");
        var json = await CarbonRun.RunAsync(api, "schedule", "list", "--output", "json");

        Assert.Equal("?limit=1&state=waiting", api.Requests.First().Query);
        Assert.Contains(Id, table.Output, StringComparison.Ordinal);
        Assert.Contains("There are more", table.Error, StringComparison.Ordinal);
        Assert.Equal(Id, JsonDocument.Parse(json.Output).RootElement.GetProperty("next").GetString());
    }

    [Fact]
    public async Task Cancel_TooLate_Ends2WithTheReason()
    {
        await using var api = (await ApiStandIn.StartAsync())
            .OnProblem($"DELETE /api/v2/schedules/{Id}", 409, """{"code":"SCHEDULE_BEGUN","detail":"It has ended: delivered."}""");

        var run = await CarbonRun.RunAsync(api, "schedule", "cancel", Id);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("It has ended: delivered. (SCHEDULE_BEGUN)", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--url", "--zone", "GB", "--duration", "3h")]
    [InlineData("is not NAME:VALUE", "--zone", "GB", "--duration", "3h", "--url", "https://x", "--header", "Authorization")]
    [InlineData("expected a JSON object", "--zone", "GB", "--duration", "3h", "--url", "https://x", "--body", "[1]")]
    [InlineData("can be given once", "--zone", "GB", "--duration", "3h", "--url", "https://x", "--header", "A:b", "--header", "a:c")]
    [InlineData("See carbon schedule create --help", "--zone", "GB")]
    public async Task Create_WrongUsage_Ends2WithTheRemedy(string expected, params string[] options)
    {
        var run = await CarbonRun.RunAsync(["schedule", "create", .. options]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    private static ScheduledJobResponse Schedule(string? secret = null)
    {
        var start = Answers.Midnight.AddHours(4);
        var site = new ScheduleSite { Zone = "GB" };
        return new ScheduledJobResponse
        {
            Id = Id,
            State = "waiting",
            Start = start,
            Deadline = Answers.Midnight.AddHours(9),
            Plan = new SchedulePlan { PlanId = Id, Start = start, End = start.AddHours(3), Site = site, EmissionsG = 300, RunNowG = 900, SavingPct = 200 / 3.0, Warnings = ["ASSUMED_POWER"] },
            CheckedAt = Answers.Midnight,
            Webhook = new ScheduleTarget { Url = "https://ci.example.org/start", Method = "PUT", HeaderNames = [] },
            Secret = secret,
            History = [new() { At = Answers.Midnight, Reason = "CREATED", Start = start, Site = site, EmissionsG = 300 }],
            Deliveries = [],
            CreatedAt = Answers.Midnight,
        };
    }
}
