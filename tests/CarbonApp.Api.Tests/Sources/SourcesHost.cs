using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CarbonApp.Api.Tests.Sources;

/// <summary>The sources exactly as the Api registers them, without the Api: settings from the test, a clock it moves, logs it reads.</summary>
internal sealed class SourcesHost : IDisposable
{
    private readonly IHost _host;

    public SourcesHost(FakeClock clock, IEnumerable<KeyValuePair<string, string?>> settings, Action<IServiceCollection>? configure = null)
    {
        Clock = clock;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        // Nothing in these tests may reach a real feed, whatever a test forgets to say.
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Sources:Neso:BaseAddress"] = "http://127.0.0.1:1",
            ["Sources:EnergyCharts:BaseAddress"] = "http://127.0.0.1:1",
            ["ElectricityMaps:BaseAddress"] = "http://127.0.0.1:1",
            ["WattTime:BaseAddress"] = "http://127.0.0.1:1",
            // A busy machine must not decide a test that is not about time.
            ["Sources:TimeBudgetMilliseconds"] = "20000",
            ["Sources:AttemptTimeoutMilliseconds"] = "20000",
            ["Sources:Retries"] = "0",
            // The clock stands still here, and these tests are about what lies behind the memory.
            ["Sources:RememberMilliseconds"] = "0",
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddOldNames();
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddGridSources();
        configure?.Invoke(builder.Services);
        _host = builder.Build();
    }

    public FakeClock Clock { get; }

    public LogLines Log { get; } = new();

    public ISignalReader Reader => Get<ISignalReader>();

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public ICarbonIntensitySource Source(string name) => _host.Services.GetServices<ICarbonIntensitySource>().Single(s => s.Name == name);

    public Task StartAsync() => _host.StartAsync();

    public Task StopAsync() => _host.StopAsync();

    public void Dispose() => _host.Dispose();
}
