using CarbonApp.Api.Data;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Api.Tests.Jobs;
using CarbonApp.ServiceDefaults.Health;
using CarbonApp.ServiceDefaults.Telemetry;
using CarbonApp.Tests.Shared.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CarbonApp.Api.Tests.ServiceDefaults;

/// <summary>What containers need of a service: its health by its own program, its limits, its schema before it starts, an end to its streams.</summary>
public sealed class ContainerTests(PostgresServer server)
{
    [Theory]
    [InlineData(null, "http://127.0.0.1:8080")]
    [InlineData("", "http://127.0.0.1:8080")]
    [InlineData("8081", "http://127.0.0.1:8081")]
    [InlineData("9000;9001", "http://127.0.0.1:9000")]
    [InlineData("many", "http://127.0.0.1:8080")]
    public void Health_Ports_AsksTheFirst(string? ports, string expected) => Assert.Equal(expected, HealthCommand.Address(ports));

    [Fact]
    public async Task Health_ServiceThatRunsAndOneThatDoesNot_EndsWithItsWord()
    {
        await using var lives = await StandInServer.StartAsync((_, _) => Task.CompletedTask);
        await using var fails = await StandInServer.StartAsync((_, context) =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });

        Assert.Equal(0, await HealthCommand.RunAsync(["--health", lives.Address]));
        Assert.Equal(["GET /health/live"], lives.Requests);
        Assert.Equal(1, await HealthCommand.RunAsync(["--health", fails.Address]));
        Assert.Equal(1, await HealthCommand.RunAsync(["--health", "http://127.0.0.1:1"]));
    }

    [Fact]
    public void Limits_OfAControlGroup_AreRead()
    {
        Assert.Equal(0.5, ProcessLimits.Cores("50000 100000"));
        Assert.Equal(Environment.ProcessorCount, ProcessLimits.Cores("max 100000"));
        Assert.Equal(Environment.ProcessorCount, ProcessLimits.Cores("100000000 100000"));
        Assert.Equal(Environment.ProcessorCount, ProcessLimits.Cores(null));
        Assert.Equal(1 << 30, ProcessLimits.Bytes("1073741824"));
        Assert.Equal(ProcessLimits.Bytes(null), ProcessLimits.Bytes("max"));
        Assert.True(ProcessLimits.Bytes(null) > 1e8);
    }

    [Fact]
    public async Task Backlog_QueuedRunningLaterAndEnded_CountsWhatCouldRunNow()
    {
        await using var api = await ApiOnPostgres.StartAsync(server, new() { ["Jobs:Concurrency"] = "0" });
        var store = api.Services.GetRequiredService<JobStore>();
        Assert.Equal(new JobBacklog(0, 0), await store.BacklogAsync(TestContext.Current.CancellationToken));
        await api.Database.UseAsync(async connections =>
        {
            await using var insert = connections.CreateCommand(
                """
                insert into job (id, kind, request, status, available_at, ended_at) values
                    ('a', 'x', '{}', 'queued', now() - interval '90 seconds', null), ('b', 'x', '{}', 'queued', now(), null),
                    ('c', 'x', '{}', 'queued', now() + interval '1 hour', null), ('d', 'x', '{}', 'running', now() - interval '1 hour', null),
                    ('e', 'x', '{}', 'completed', now() - interval '1 hour', now())
                """);
            return await insert.ExecuteNonQueryAsync();
        });

        var backlog = await store.BacklogAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, backlog.Waiting);
        Assert.InRange(backlog.OldestSeconds, 90, 150);
    }

    [Fact]
    public async Task Migrate_ConfiguredAndNot_EndsWithItsWord()
    {
        await using var api = await ApiOnPostgres.StartAsync(server);
        await using var without = new Fakes.TestApi();

        Assert.Equal(0, await MigrateCommand.RunAsync(api.Services));
        Assert.Equal(1, await MigrateCommand.RunAsync(without.Services));
    }

    [Fact]
    public async Task Events_ServiceStops_EndAtOnce()
    {
        await using var api = await ApiOnPostgres.StartAsync(server, new() { ["Jobs:Concurrency"] = "0" });
        await api.Store.SaveAsync(JobCalls.Month("GB"), CancellationToken.None);
        using var posted = await api.PostAsync("/api/v2/backtest", JobCalls.Backtest);
        var id = (await posted.JsonAsync(202)).Text("id");
        var reading = api.Client.GetStringAsync(new Uri($"/api/v2/jobs/{id}/events", UriKind.Relative));
        await Task.Delay(300);
        Assert.False(reading.IsCompleted);

        api.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.StartsWith("event: progress", await reading.WaitAsync(TimeSpan.FromSeconds(10)), StringComparison.Ordinal);
    }
}
