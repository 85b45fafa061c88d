using CarbonApp.ServiceDefaults.Resilience;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Tests.ServiceDefaults;

public sealed class UpstreamResilienceOptionsTests
{
    public static TheoryData<string, double, double> Ranges => new()
    {
        { nameof(UpstreamResilienceOptions.TotalTimeoutSeconds), 0.05, 300 },
        { nameof(UpstreamResilienceOptions.AttemptTimeoutSeconds), 0.05, 300 },
        { nameof(UpstreamResilienceOptions.MaxRetries), 0, 10 },
        { nameof(UpstreamResilienceOptions.RetryDelaySeconds), 0.001, 60 },
        { nameof(UpstreamResilienceOptions.BreakerFailureRatio), 0.01, 1 },
        { nameof(UpstreamResilienceOptions.BreakerMinimumCalls), 2, 1_000 },
        { nameof(UpstreamResilienceOptions.BreakerSamplingSeconds), 1, 3_600 },
        { nameof(UpstreamResilienceOptions.BreakerOpenSeconds), 0.5, 3_600 },
        { nameof(UpstreamResilienceOptions.MaxResponseMegabytes), 1, 1_024 },
    };

    [Fact]
    public async Task Start_Defaults_AreValidAndMakeAPipeline() => await StartAsync(_ => { });

    [Theory]
    [MemberData(nameof(Ranges))]
    public async Task Start_AtEitherEnd_IsAcceptedAlsoByThePipeline(string option, double lowest, double highest)
    {
        await StartAsync(options => Set(options, option, lowest));
        await StartAsync(options => Set(options, option, highest));
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public async Task Start_BeyondEitherEnd_StopsNamingTheOption(string option, double lowest, double highest)
    {
        var below = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(options => Set(options, option, Below(lowest))));
        var above = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(options => Set(options, option, highest + 1)));

        Assert.Contains(option, below.Message, StringComparison.Ordinal);
        Assert.Contains(option, above.Message, StringComparison.Ordinal);
    }

    private static double Below(double lowest) => lowest >= 1 || lowest == 0 ? lowest - 1 : lowest / 2;

    private static void Set(UpstreamResilienceOptions options, string name, double value)
    {
        var property = typeof(UpstreamResilienceOptions).GetProperty(name)!;
        property.SetValue(options, property.PropertyType == typeof(int) ? (object)(int)value : value);
    }

    private static async Task StartAsync(Action<UpstreamResilienceOptions> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHttpClient("upstream").AddUpstreamResilience(configure);
        using var host = builder.Build();
        await host.StartAsync();
        // Polly checks its own limits when a pipeline is built: ours must lie within them.
        host.Services.GetRequiredKeyedService<UpstreamPipelines>("upstream").For(new Uri("http://localhost"));
        await host.StopAsync();
    }
}
