using CarbonApp.Api.Grid.Schedules;
using CarbonApp.Api.Tests.Fakes;

namespace CarbonApp.Api.Tests.Schedules;

public sealed class CallRetriesTests
{
    private static readonly ScheduleOptions Options = new();
    private static readonly CallOutcome Unavailable = new(503, "HTTP 503", MayRetry: true);

    [Theory]
    [InlineData(1, 0.5, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(5, 8, 16)]
    [InlineData(19, 150, 300)]
    public void Next_PassingFault_DoublesThePauseWithJitterUpToTheLongest(int attempt, double least, double most)
    {
        var pauses = Enumerable.Range(0, 200).Select(_ => (CallRetries.Next(Row(attempt), Unavailable, Signals.Now, Options)!.Value - Signals.Now).TotalSeconds).ToArray();

        Assert.All(pauses, p => Assert.InRange(p, least, most));
        Assert.True(pauses.Max() - pauses.Min() > (most - least) / 2);
    }

    [Fact]
    public void Next_LastAttemptOrLastingFault_IsNull()
    {
        Assert.Null(CallRetries.Next(Row(20), Unavailable, Signals.Now, Options));
        Assert.Null(CallRetries.Next(Row(1), new CallOutcome(404, "HTTP 404"), Signals.Now, Options));
        Assert.Null(CallRetries.Next(Row(1), new CallOutcome(200, null), Signals.Now, Options));
    }

    [Fact]
    public void Next_DeadlineNear_TriesOnceMoreThenAndNotBeyond()
    {
        var deadline = Signals.Now.AddHours(1);
        var asked = Unavailable with { RetryAfter = TimeSpan.FromHours(5) };

        Assert.Equal(deadline, CallRetries.Next(Row(1), asked, Signals.Now, Options));
        Assert.Null(CallRetries.Next(Row(2), asked, deadline, Options));
    }

    [Fact]
    public void Next_DeadlineRightAfterTheStart_StillLeavesTheLeastTime()
    {
        var row = Row(1, deadline: Signals.Now.AddSeconds(1));

        Assert.NotNull(CallRetries.Next(row, Unavailable, Signals.Now.AddMinutes(9), Options));
        Assert.Null(CallRetries.Next(row, Unavailable, Signals.Now.AddMinutes(10), Options));
    }

    private static ScheduleRow Row(int attempts, DateTimeOffset? deadline = null) => new()
    {
        Id = "", RequestDigest = "", State = "calling", PlanRequest = "", Plan = "", History = "", Url = "", Method = "", Headers = "", Deliveries = "",
        Start = Signals.Now.UtcDateTime, Deadline = (deadline ?? Signals.Now.AddHours(1)).UtcDateTime, CheckedAt = default, CreatedAt = default, Attempts = attempts,
    };
}
