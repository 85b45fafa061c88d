using System.Collections.Concurrent;
using System.Text;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Tests.Shared.Servers;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace CarbonApp.Api.Tests.Ledger;

/// <summary>A plan that was answered without a warning can be found again, whatever dies.</summary>
public sealed class PlanLogTests(PostgresServer server)
{
    private const string Body = """{"job":{"duration":"PT2H"},"sites":[{"zone":"FR"}]}""";

    private static readonly Dictionary<string, string> Settings = new() { ["Sources:Offline"] = "true", ["Grid:Ledger:RestSeconds"] = "0.1" };

    [Fact]
    public async Task Post_200AtOnce_EachIsStoredOnce()
    {
        var address = await server.CreateDatabaseAsync($"log_{Guid.NewGuid():n}");
        await using var api = ApiOnPostgres.Start(address, Settings);
        await api.ReadyAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => api.PostAsync("/api/v2/plan", Body)));

        var ids = answers.Select(a => a.String("planId")!).Order(StringComparer.Ordinal).ToArray();
        Assert.All(answers, a => Assert.DoesNotContain("NOT_STORED", a.Text, StringComparison.Ordinal));
        Assert.Equal(ids, await StoredAsync(address));
    }

    [Fact]
    public async Task Post_ApiKilledUnderLoad_LosesNoPlanThatWasAnswered()
    {
        var address = await server.CreateDatabaseAsync($"log_{Guid.NewGuid():n}");
        await using var api = await ApiProcess.StartAsync(address);
        var answered = new ConcurrentBag<string>();

        var load = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostUntilKilledAsync(api, answered)));
        while (answered.Count < 300)
        {
            Assert.False(load.IsCompleted, "the Api ended by itself");
            await Task.Delay(5, CancellationToken.None);
        }

        await api.KillAsync();
        await load;

        Assert.Empty(answered.Except(await StoredAsync(address), StringComparer.Ordinal));
    }

    [Fact]
    public async Task Post_ClockSetBackAfterPostgresWasAway_IsStoredAgainAsSoonAsItIsBack()
    {
        var clock = new FakeClock(TimeProvider.System.GetUtcNow().AddHours(5));
        await using var own = new PostgresServer();
        await using var api = await ApiOnPostgres.StartAsync(own, Settings, services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        await own.KillAsync();
        var away = await api.PostAsync("/api/v2/plan", Body);

        clock.Advance(-TimeSpan.FromHours(5));
        await own.StartAsync();
        var back = await api.PostAsync("/api/v2/plan", Body);
        for (var patience = 0; patience < 100 && back.Text.Contains("NOT_STORED", StringComparison.Ordinal); patience++)
        {
            await Task.Delay(50, CancellationToken.None);
            back = await api.PostAsync("/api/v2/plan", Body);
        }

        Assert.Contains("NOT_STORED", away.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("NOT_STORED", back.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_PostgresKilled_IsAnsweredWithAWarningUntilItIsBack()
    {
        await using var own = new PostgresServer();
        await using var api = await ApiOnPostgres.StartAsync(own, Settings);
        var before = await api.PostAsync("/api/v2/plan", Body);

        await own.KillAsync();
        var away = await api.PostAsync("/api/v2/plan", Body);
        var find = await api.GetAsync($"/api/v2/plans/{before.String("planId")}");
        var ledger = await api.GetAsync("/api/v2/ledger");

        Assert.Equal(200, away.Status);
        Assert.Contains("NOT_STORED", away.At("warnings").GetRawText(), StringComparison.Ordinal);
        Assert.Equal((503, 503), (find.Status, ledger.Status));

        await own.StartAsync();
        var back = await api.PostAsync("/api/v2/plan", Body);
        for (var patience = 0; patience < 100 && back.Text.Contains("NOT_STORED", StringComparison.Ordinal); patience++)
        {
            await Task.Delay(50, CancellationToken.None);
            back = await api.PostAsync("/api/v2/plan", Body);
        }

        Assert.Equal(200, (await api.GetAsync($"/api/v2/plans/{back.String("planId")}")).Status);
        Assert.Equal(200, (await api.GetAsync($"/api/v2/plans/{before.String("planId")}")).Status);
    }

    private static async Task PostUntilKilledAsync(ApiProcess api, ConcurrentBag<string> answered)
    {
        while (await TryPlanAsync(api) is { } id)
        {
            answered.Add(id);
        }
    }

    /// <summary>Id of a plan that was answered as stored; null when nobody answers any more.</summary>
    private static async Task<string?> TryPlanAsync(ApiProcess api)
    {
        try
        {
            using var content = new StringContent(Body, Encoding.UTF8, "application/json");
            var answer = await Answer.Of(await api.Client.PostAsync(new Uri("/api/v2/plan", UriKind.Relative), content));
            Assert.True(answer.Status == 200, answer.Text);
            Assert.DoesNotContain("NOT_STORED", answer.Text, StringComparison.Ordinal);
            return answer.String("planId");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }

    private static async Task<string[]> StoredAsync(string address)
    {
        await using var connection = new NpgsqlConnection(address);
        return [.. await connection.QueryAsync<string>("select id from plan join plan_document using (id) order by id")];
    }
}
