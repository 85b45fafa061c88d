using System.Net;
using System.Net.Sockets;
using CarbonApp.Api.Kelp.Catalog;
using CarbonApp.Api.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CarbonApp.Api.Tests.Kelp.Catalog;

/// <summary>The catalogues exactly as the Api registers them, without the Api; nothing but this machine can be reached.</summary>
internal sealed class CatalogHost : IDisposable
{
    private readonly IHost _host;

    public CatalogHost(TimeProvider? clock = null, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Outbound:AllowLoopback"] = "true",
            ["Kelp:Catalogs:PlanetaryComputer:SearchAddress"] = $"{Nobody}search",
            ["Kelp:Catalogs:PlanetaryComputer:TokenAddress"] = $"{Nobody}token",
            ["Kelp:Catalogs:EarthSearch:SearchAddress"] = $"{Nobody}search",
            ["Kelp:Catalogs:RetryDelayMilliseconds"] = "1",
        });
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.Logging.SetMinimumLevel(LogLevel.Information).AddProvider(Log);
        if (clock is not null)
        {
            builder.Services.AddSingleton(clock);
        }

        builder.AddSceneCatalogs();
        _host = builder.Build();
    }

    /// <summary>An address of this machine at which nobody listens.</summary>
    public static Uri Nobody { get; } = FreeAddress();

    public LogLines Log { get; } = new();

    public SceneFinder Finder => Get<SceneFinder>();

    public ISceneCatalog Catalog(string name) => _host.Services.GetServices<ISceneCatalog>().Single(c => c.Name == name);

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public Task StartAsync() => _host.StartAsync();

    public void Dispose() => _host.Dispose();

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}/");
    }
}
