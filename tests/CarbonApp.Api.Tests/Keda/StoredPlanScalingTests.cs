using System.Text;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Tests.Shared.Fakes;
using CarbonApp.Tests.Shared.Servers;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CarbonApp.Api.Tests.Keda;

/// <summary>Plans the ledger keeps in a real database, followed by a ScaledObject.</summary>
public sealed class StoredPlanScalingTests(PostgresServer server)
{
    private readonly FakeTimeProvider _clock = new(Fakes.Signals.Now);

    [Fact]
    public async Task Replicas_PlanOfTheLedger_AreThoseOfItsSegments()
    {
        await using var api = await StartAsync(300, 300, 50, 300, 300, 300);
        using var keda = new KedaClient(api.Services);
        var contiguous = await PlanAsync(api, """{"job":{"duration":"PT1H","deadline":"2026-03-15T06:00:00Z"},"sites":[{"zone":"GB"}]}""");
        var elastic = await PlanAsync(api, """{"job":{"mode":"elastic","work":3,"scaleProfile":[{"replicas":1,"throughput":1,"watts":100},{"replicas":3,"throughput":3,"watts":300}],"deadline":"2026-03-15T06:00:00Z"},"sites":[{"zone":"GB"}]}""");

        var before = (await keda.ReplicasAsync(("planId", contiguous), ("maxReplicas", "5")), await keda.ReplicasAsync(("planId", elastic)));
        _clock.Advance(TimeSpan.FromHours(2.5));
        var within = (await keda.ReplicasAsync(("planId", contiguous), ("maxReplicas", "5")), await keda.ReplicasAsync(("planId", elastic)), await keda.ReplicasAsync(("planId", elastic), ("maxReplicas", "2")));
        _clock.Advance(TimeSpan.FromHours(1));
        var after = await keda.IsActiveAsync(("planId", contiguous));

        Assert.Equal((0, 0), before);
        Assert.Equal((5, 3, 2), within);
        Assert.False(after);
    }

    [Fact]
    public async Task GetMetricSpec_PlanNobodyKnows_IsAnInvalidArgument()
    {
        await using var api = await StartAsync(300);
        using var keda = new KedaClient(api.Services);

        var error = await Assert.ThrowsAsync<RpcException>(() => keda.SpecAsync(("planId", "01H2XCEJQ0000000000000000")));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Contains("no plan is stored as", error.Status.Detail, StringComparison.Ordinal);
    }

    private Task<ApiOnPostgres> StartAsync(params double[] hours) => ApiOnPostgres.StartAsync(
        server, new() { ["Sources:Offline"] = "true", ["Grid:Keda:Port"] = "0" }, services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock));
            services.Replace(ServiceDescriptor.Singleton<ISignalReader>(new FixedSignalReader().With(Fakes.Signals.Hourly("GB", hours))));
        });

    private static async Task<string> PlanAsync(ApiOnPostgres api, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await Answer.Of(await api.Client.PostAsync(new Uri("/api/v2/plan", UriKind.Relative), content));
        Assert.True(answer.Status == 200, answer.Text);
        Assert.DoesNotContain("NOT_STORED", answer.Text, StringComparison.Ordinal);
        return answer.String("planId")!;
    }
}
