using System.Globalization;
using System.Text.Json;
using CarbonApp.Api.Grid.Schedules;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Tests.Shared.Servers;
using Microsoft.AspNetCore.Http;

namespace CarbonApp.Api.Tests.Schedules;

/// <summary>The call: when, what, signed how, and what becomes of each kind of answer.</summary>
public sealed class ScheduleCallTests(PostgresServer server)
{
    [Fact]
    public async Task Call_AtThePlannedStart_IsMadeOnceSignedAndNotBefore()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        var posted = await host.CreateAsync(host.Body(""","headers":{"Authorization":"Bearer t","X-Team":"a b"}"""));
        var id = posted.GetProperty("id").GetString()!;
        Assert.Equal("2026-03-15T03:00:00Z", posted.GetProperty("start").GetString());

        host.Clock.Advance(TimeSpan.FromHours(3) - TimeSpan.FromMilliseconds(1));
        await Task.Delay(1500);
        Assert.Empty(host.Receiver.Calls);
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var delivered = await host.UntilStateAsync(id, "delivered");

        var call = Assert.Single(host.Receiver.Calls);
        Assert.Equal(("POST", "/start?by=carbon"), (call.Method, call.Path));
        Assert.Equal((id, id, "Bearer t", "a b"), (call.Id, call.Headers["Idempotency-Key"], call.Headers["Authorization"], call.Headers["X-Team"]));
        var sent = DateTimeOffset.FromUnixTimeSeconds(long.Parse(call.Headers["webhook-timestamp"], CultureInfo.InvariantCulture));
        Assert.InRange(sent, Signals.Now.AddHours(3), Signals.Now.AddHours(3).AddMinutes(1));
        Assert.Equal(WebhookSignature.Of(posted.GetProperty("secret").GetString()!, id, sent, call.Body), call.Headers["webhook-signature"]);
        var told = JsonDocument.Parse(call.Body).RootElement;
        Assert.Equal(("schedule.start", "2026-03-15T03:00:00Z"), (told.GetProperty("type").GetString(), told.GetProperty("timestamp").GetString()));
        var data = told.GetProperty("data");
        Assert.Equal(
            (id, "nightly", "GB", "2026-03-15T03:00:00Z", "2026-03-15T04:00:00Z", "2026-03-15T06:00:00Z", 100.0),
            (data.GetProperty("scheduleId").GetString(), data.GetProperty("jobId").GetString(), data.GetProperty("site").GetProperty("zone").GetString(),
                data.GetProperty("start").GetString(), data.GetProperty("end").GetString(), data.GetProperty("deadline").GetString(), data.GetProperty("emissionsG").GetDouble()));
        var delivery = Assert.Single(delivered.GetProperty("deliveries").EnumerateArray());
        Assert.Equal((1, 200), (delivery.GetProperty("attempt").GetInt32(), delivery.GetProperty("status").GetInt32()));
        Assert.Equal(JsonValueKind.Null, delivered.GetProperty("nextAttempt").ValueKind);
    }

    [Fact]
    public async Task Call_PassingFault_IsTriedAgainUnderTheSameKey()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        int[] statuses = [408, 423, 425, 429, 500, 502, 503, 504];
        host.Receiver.Answer = (_, context) => AnswerAsync(context, host.Receiver.Calls.Count(c => c.Path == context.Request.Path) > 2);
        var ids = await DueAsync(host, statuses);

        foreach (var (id, status) in ids.Zip(statuses))
        {
            var delivered = await host.UntilStateAsync(id, "delivered");
            Assert.Equal([status, status, 204], delivered.GetProperty("deliveries").EnumerateArray().Select(d => d.GetProperty("status").GetInt32()));
            var calls = host.Receiver.Calls.Where(c => c.Id == id).ToArray();
            Assert.Equal(3, calls.Length);
            Assert.Single(calls.Select(c => c.Body).Distinct());
        }
    }

    [Fact]
    public async Task Call_LastingFault_FailsAtOnceWithItsStatus()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        int[] statuses = [302, 307, 400, 401, 404, 410, 422];
        host.Receiver.Answer = (_, context) => AnswerAsync(context, succeed: false);
        var ids = await DueAsync(host, statuses);

        foreach (var (id, status) in ids.Zip(statuses))
        {
            var failed = await host.UntilStateAsync(id, "failed");
            var delivery = Assert.Single(failed.GetProperty("deliveries").EnumerateArray());
            Assert.Equal(status, delivery.GetProperty("status").GetInt32());
            Assert.StartsWith($"HTTP {status}", delivery.GetProperty("error").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(statuses.Length, host.Receiver.Calls.Count);
    }

    [Fact]
    public async Task Call_RetryAfter_IsHeeded()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        host.Receiver.Answer = (_, context) =>
        {
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (429, "3600");
            return Task.CompletedTask;
        };
        var id = Assert.Single(await DueAsync(host));

        var asked = await host.UntilAsync(id, s => s.GetProperty("deliveries").GetArrayLength() == 1);

        var (at, next) = (asked.GetProperty("deliveries")[0].GetProperty("at").GetDateTimeOffset(), asked.GetProperty("nextAttempt").GetDateTimeOffset());
        Assert.InRange((next - at).TotalSeconds, 3600, 3605);
    }

    [Fact]
    public async Task Call_ReceiverHangsThenBreaksOff_IsTriedAgainUntilItAnswers()
    {
        await using var host = await ScheduleHost.StartAsync(server, new() { ["Grid:Schedules:CallTimeoutSeconds"] = "2" });
        host.Receiver.Answer = async (call, context) =>
        {
            if (call == 1)
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            }
            else if (call == 2)
            {
                context.Abort();
            }
        };
        var id = Assert.Single(await DueAsync(host));

        var delivered = await host.UntilStateAsync(id, "delivered");

        var errors = delivered.GetProperty("deliveries").EnumerateArray().Select(d => d.GetProperty("error").GetString()).ToArray();
        Assert.Equal(3, errors.Length);
        Assert.Equal("no answer within 2 s", errors[0]);
        Assert.NotNull(errors[1]);
        Assert.Null(errors[2]);
    }

    [Fact]
    public async Task Call_NeverAnswered_EndsFailedAfterTheLastAttempt()
    {
        await using var host = await ScheduleHost.StartAsync(server, new() { ["Grid:Schedules:MaxAttempts"] = "4" });
        host.Receiver.Answer = (_, context) =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        var id = Assert.Single(await DueAsync(host));

        var failed = await host.UntilStateAsync(id, "failed");

        Assert.Equal(4, failed.GetProperty("deliveries").GetArrayLength());
        Assert.Equal(4, host.Receiver.Calls.Count);
    }

    [Fact]
    public async Task Call_EndlessAnswer_CountsByItsStatusAlone()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        host.Receiver.Answer = async (_, context) =>
        {
            var junk = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(junk);
            }
        };
        var id = Assert.Single(await DueAsync(host));

        var delivered = await host.UntilStateAsync(id, "delivered");

        Assert.Single(delivered.GetProperty("deliveries").EnumerateArray());
    }

    [Fact]
    public async Task Call_SecretOfTheSettings_SignsAndIsNowhereShown()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        var posted = await host.CreateAsync(host.Body(""","secretName":"team","method":"PUT" """));
        host.Clock.Advance(TimeSpan.FromHours(3));
        await host.UntilStateAsync(posted.GetProperty("id").GetString()!, "delivered");

        var call = Assert.Single(host.Receiver.Calls);
        Assert.Equal("PUT", call.Method);
        var sent = DateTimeOffset.FromUnixTimeSeconds(long.Parse(call.Headers["webhook-timestamp"], CultureInfo.InvariantCulture));
        Assert.Equal(WebhookSignature.Of("whsec_dGhpcyBrZXkgc3RhbmRzIGluIHRoZSBzZXR0aW5ncw==", call.Id, sent, call.Body), call.Headers["webhook-signature"]);
        Assert.Equal(JsonValueKind.Null, posted.GetProperty("secret").ValueKind);
    }

    [Fact]
    public async Task Call_BodyOfTheReceiversForm_IsSentWithTheEventInIt()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        var posted = await host.CreateAsync(host.Body(""","body":{"event_type":"carbon","client_payload":{"schedule":"$event","list":[1,null,"x","$event"]}}"""));
        host.Clock.Advance(TimeSpan.FromHours(3));
        await host.UntilStateAsync(posted.GetProperty("id").GetString()!, "delivered");

        var call = Assert.Single(host.Receiver.Calls);
        var sent = JsonDocument.Parse(call.Body).RootElement;
        Assert.Equal("carbon", sent.GetProperty("event_type").GetString());
        var payload = sent.GetProperty("client_payload");
        Assert.Equal("nightly", payload.GetProperty("schedule").GetProperty("data").GetProperty("jobId").GetString());
        Assert.Equal(["1", "null", "\"x\""], payload.GetProperty("list").EnumerateArray().Take(3).Select(e => e.GetRawText()));
        Assert.Equal("schedule.start", payload.GetProperty("list")[3].GetProperty("type").GetString());
        var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(call.Headers["webhook-timestamp"], CultureInfo.InvariantCulture));
        Assert.Equal(WebhookSignature.Of(posted.GetProperty("secret").GetString()!, call.Id, at, call.Body), call.Headers["webhook-signature"]);
    }

    [Fact]
    public async Task Call_ServiceWasAwayAtTheStart_IsMadeOnItsReturn()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        var id = (await host.CreateAsync()).GetProperty("id").GetString()!;

        // Past the deadline even: the receiver is told, and reads there how late it is.
        host.Clock.Advance(TimeSpan.FromHours(9));
        await host.UntilStateAsync(id, "delivered");

        var told = JsonDocument.Parse(Assert.Single(host.Receiver.Calls).Body).RootElement;
        Assert.Equal("2026-03-15T03:00:00Z", told.GetProperty("timestamp").GetString());
    }

    /// <summary>The status that the path asks for, with a place to go to.</summary>
    private static Task AnswerAsync(HttpContext context, bool succeed)
    {
        context.Response.StatusCode = succeed ? 204 : int.Parse(context.Request.Path.Value![1..], CultureInfo.InvariantCulture);
        context.Response.Headers.Location = "/elsewhere";
        return Task.CompletedTask;
    }

    /// <summary>Posts a job for each path and goes to its start.</summary>
    private static async Task<IReadOnlyList<string>> DueAsync(ScheduleHost host, params int[] paths)
    {
        var ids = new List<string>();
        foreach (var path in paths is [] ? [200] : paths)
        {
            ids.Add((await host.CreateAsync(host.Body(path: $"/{path}"))).GetProperty("id").GetString()!);
        }

        host.Clock.Advance(TimeSpan.FromHours(3));
        return ids;
    }
}
