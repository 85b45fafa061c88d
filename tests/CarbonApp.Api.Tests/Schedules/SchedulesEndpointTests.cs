using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Schedules;

/// <summary>Posting, asking and cancelling.</summary>
public sealed class SchedulesEndpointTests(PostgresServer server)
{
    [Fact]
    public async Task Post_SameKeySameBody_IsTheSameScheduleAlsoWhenPostedAtOnce()
    {
        await using var host = await ScheduleHost.StartAsync(server);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.PostAsync(host.Body(), "nightly-2026-03-15")));
        var other = await host.PostAsync(host.Body(""","method":"PUT" """), "nightly-2026-03-15");
        host.Clock.Advance(TimeSpan.FromHours(5.5));
        var late = await host.PostAsync(host.Body(), "nightly-2026-03-15");

        Assert.Equal([200, 200, 200, 200, 200, 200, 200, 201], answers.Select(a => a.Status).Order());
        Assert.Single(answers.Append(late).Select(a => a.String("id")).Distinct());
        Assert.Single(answers.Append(late).Select(a => a.String("secret")).Distinct());
        Assert.StartsWith("whsec_", late.String("secret"), StringComparison.Ordinal);
        Assert.Equal((409, "IDEMPOTENCY_KEY_REUSED"), (other.Status, other.String("code")));
        Assert.Equal(1, (await ListAsync(host)).GetProperty("schedules").GetArrayLength());
    }

    [Fact]
    public async Task Get_AfterPost_TellsAllButWhatIsSecret()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        var posted = await host.CreateAsync(host.Body(""","headers":{"Authorization":"Bearer hidden"}"""));

        var schedule = await host.GetAsync(posted.GetProperty("id").GetString()!);

        Assert.DoesNotContain("hidden", schedule.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", schedule.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("Authorization", Assert.Single(schedule.GetProperty("webhook").GetProperty("headerNames").EnumerateArray()).GetString());
        Assert.Equal(
            ("waiting", "2026-03-15T03:00:00Z", "2026-03-15T06:00:00Z", "2026-03-15T00:15:00Z"),
            (schedule.GetProperty("state").GetString(), schedule.GetProperty("start").GetString(), schedule.GetProperty("deadline").GetString(), schedule.GetProperty("nextCheck").GetString()));
        var plan = schedule.GetProperty("plan");
        Assert.Equal((100.0, 300.0), (plan.GetProperty("emissionsG").GetDouble(), plan.GetProperty("runNowG").GetDouble()));
        Assert.Equal(200 / 3.0, plan.GetProperty("savingPct").GetDouble(), 9);
        Assert.Equal("CREATED", Assert.Single(schedule.GetProperty("history").EnumerateArray()).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Delete_BeforeTheCall_KeepsItFromBeingMade()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        var cancelled = (await host.CreateAsync()).GetProperty("id").GetString()!;
        var called = (await host.CreateAsync()).GetProperty("id").GetString()!;

        var first = await host.CancelAsync(cancelled);
        host.Clock.Advance(TimeSpan.FromHours(4));
        await host.UntilStateAsync(called, "delivered");

        Assert.Equal((200, "cancelled"), (first.Status, first.String("state")));
        Assert.Equal(200, (await host.CancelAsync(cancelled)).Status);
        var tooLate = await host.CancelAsync(called);
        Assert.Equal((409, "SCHEDULE_BEGUN"), (tooLate.Status, tooLate.String("code")));
        Assert.Equal(404, (await host.CancelAsync("01J9ZQ4T3V8H2K6M5N7P1R0S9X")).Status);
        Assert.Equal([called], host.Receiver.Calls.Select(c => c.Id));
    }

    [Fact]
    public async Task List_PagesAndStates_GiveEachScheduleOnce()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await host.CreateAsync()).GetProperty("id").GetString()!);
            host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await host.CancelAsync(ids[2]);
        var first = await ListAsync(host, "?limit=3");
        var second = await ListAsync(host, $"?limit=3&before={first.GetProperty("next").GetString()}");
        var waiting = await ListAsync(host, "?state=waiting");

        Assert.Equal(Enumerable.Reverse(ids), Ids(first).Concat(Ids(second)));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.Equal(ids.Where(id => id != ids[2]).Reverse(), Ids(waiting));
        Assert.Equal(400, (await Answer.Of(await host.Api.Client.GetAsync(new Uri("/api/v2/schedules?state=asleep", UriKind.Relative)))).Status);
        Assert.Equal(400, (await Answer.Of(await host.Api.Client.GetAsync(new Uri("/api/v2/schedules?limit=0", UriKind.Relative)))).Status);
    }

    [Fact]
    public async Task Post_WhatCannotBeKept_IsRefusedNamingTheField()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        (string Body, int Status, string Says)[] cases =
        [
            ("{}", 400, "plan: is missing"),
            ("""{"plan":{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"}]}}""", 400, "webhook: is missing"),
            (host.Body().Replace("PT1H", "PT7H", StringComparison.Ordinal), 422, "DEADLINE_TOO_TIGHT"),
            (host.Body().Replace("PT1H", "P1M", StringComparison.Ordinal), 400, "INVALID_DURATION"),
            (host.Body().Replace("\"GB\"", "\"QQ\"", StringComparison.Ordinal), 422, "UNKNOWN_ZONE"),
            (host.Body().Replace("\"plan\": {", "\"plan\": {\"asOf\":\"2026-03-15T00:00:00Z\",", StringComparison.Ordinal), 400, "plan.asOf"),
            (host.Body().Replace("2026-03-15T06", "2028-03-15T06", StringComparison.Ordinal), 400, "plan.job.deadline"),
            (host.Body().Replace("nightly", "night\\u0000ly", StringComparison.Ordinal), 400, "plan.job.id"),
            (host.Body(""","method":"GET" """), 400, "webhook.method"),
            (host.Body(""","headers":{"Host":"a"}"""), 400, "webhook.headers.Host"),
            (host.Body(""","headers":{"Webhook-Id":"a"}"""), 400, "webhook.headers.Webhook-Id"),
            (host.Body(""","headers":{"a b":"a"}"""), 400, "is not a header's name"),
            (host.Body(""","headers":{"a":"b\r\nc: d"}"""), 400, "printable"),
            (host.Body($$""","body":{"a":"{{new string('a', 66_000)}}"}"""), 400, "webhook.body"),
            (host.Body(""","secret":"short" """), 400, "webhook.secret"),
            (host.Body(""","secretName":"nobody" """), 400, "webhook.secretName"),
            (host.Body().Replace("http://127.0.0.1", "http://10.1.2.3", StringComparison.Ordinal), 422, "URL_REFUSED"),
            (host.Body().Replace("http://127.0.0.1", "ftp://127.0.0.1", StringComparison.Ordinal), 422, "URL_REFUSED"),
        ];

        foreach (var (body, status, says) in cases)
        {
            var answer = await host.PostAsync(body);
            Assert.True(answer.Status == status && answer.Text.Contains(says, StringComparison.Ordinal), $"{body}\n{answer.Status} {answer.Text}");
        }

        Assert.Equal(400, (await host.PostAsync(host.Body(), "no key!")).Status);
        Assert.Equal(0, (await ListAsync(host)).GetProperty("schedules").GetArrayLength());
    }

    [Fact]
    public async Task Post_300GeneratedBodies_NeverAnswers5xx()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        var random = new Random(20260316);
        var kept = 0;
        for (var round = 0; round < 300; round++)
        {
            var good = host.Body(""","method":"POST","headers":{"A":"b"},"body":{"a":"$event","b":[1]},"secret":null,"secretName":null""", ""","mode":"contiguous","earliest":null""");
            var body = HostileRequestTests.Mutate(JsonNode.Parse(good)!, random)!.ToJsonString();

            var answer = await host.PostAsync(body);

            Assert.True(answer.Status < 500, string.Create(CultureInfo.InvariantCulture, $"round {round}: {answer.Status} {answer.Text} for {body}"));
            kept += answer.Status == 201 ? 1 : 0;
        }

        // Both kinds must occur, else the generator tests nothing.
        Assert.InRange(kept, 10, 290);
    }

    [Fact]
    public async Task Post_ExampleOfTheDocument_IsKept()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        var document = await host.Api.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        var example = document.GetProperty("paths").GetProperty("/api/v2/schedules").GetProperty("post")
            .GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example").GetRawText();

        Assert.Equal(201, (await host.PostAsync(example)).Status);
    }

    [Fact]
    public async Task Post_DatabaseAway_Answers503AndKeepsNothing()
    {
        await using var own = new PostgresServer();
        await using var host = await ScheduleHost.StartAsync(own);
        await own.KillAsync();

        var answer = await host.PostAsync(host.Body(), "a");
        await own.RestartAsync();
        var again = await host.PostAsync(host.Body(), "a");

        Assert.Equal((503, "STORE_UNAVAILABLE"), (answer.Status, answer.String("code")));
        Assert.Equal(201, again.Status);
    }

    private static Task<JsonElement> ListAsync(ScheduleHost host, string query = "") => host.Api.Client.GetFromJsonAsync<JsonElement>("/api/v2/schedules" + query);

    private static IEnumerable<string?> Ids(JsonElement page) => page.GetProperty("schedules").EnumerateArray().Select(s => s.GetProperty("id").GetString());
}
