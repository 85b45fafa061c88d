using CarbonApp.Api.Data;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Tests.Shared.Servers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace CarbonApp.Api.Tests.Data;

/// <summary>The whole Api on Kestrel and a real database of its own: sizes of bodies, broken uploads and COPY are all as in use.</summary>
internal sealed class ApiOnPostgres : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(30);

    private readonly WebApplicationFactory<Program> _factory;
    private readonly LentDatabase? _lent;

    private ApiOnPostgres(WebApplicationFactory<Program> factory, LentDatabase? lent)
    {
        (_factory, _lent) = (factory, lent);
        _factory.UseKestrel();
        _factory.StartServer();
        // Following redirects would buffer a body before sending it: uploads must reach the Api as they are written.
        _factory.ClientOptions.AllowAutoRedirect = false;
        _factory.ClientOptions.HandleCookies = false;
        Client = _factory.CreateClient();
    }

    public HttpClient Client { get; }

    public SignalStore Store => _factory.Services.GetRequiredService<SignalStore>();

    public Database Database => _factory.Services.GetRequiredService<Database>();

    public IServiceProvider Services => _factory.Services;

    /// <summary>Starts the Api on an empty database of the server, lent for its life, and waits until it can store.</summary>
    public static async Task<ApiOnPostgres> StartAsync(
        PostgresServer server, Dictionary<string, string>? settings = null, Action<IServiceCollection>? replace = null)
    {
        var lent = await LentDatabase.LendAsync(server);
        var api = Start(lent.ConnectionString, settings, replace, lent);
        await api.ReadyAsync();
        return api;
    }

    /// <summary>Starts the Api on a connection string, whether something answers there or not.</summary>
    public static ApiOnPostgres Start(string connectionString, Dictionary<string, string>? settings = null, Action<IServiceCollection>? replace = null) =>
        Start(connectionString, settings, replace, lent: null);

    public async Task ReadyAsync()
    {
        using var limit = new CancellationTokenSource(ReadyLimit);
        while (!Database.IsReady)
        {
            await Task.Delay(20, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _factory.DisposeAsync();
        await (_lent?.DisposeAsync() ?? default);
    }

    private static ApiOnPostgres Start(string connectionString, Dictionary<string, string>? settings, Action<IServiceCollection>? replace, LentDatabase? lent)
    {
#pragma warning disable CA2000 // owned by the ApiOnPostgres
        return new ApiOnPostgres(new ApiFactory().WithWebHostBuilder(host =>
        {
            host.UseSetting("ConnectionStrings:carbondb", connectionString);
            foreach (var (key, value) in settings ?? [])
            {
                host.UseSetting(key, value);
            }

            host.ConfigureTestServices(services => replace?.Invoke(services));
        }), lent);
#pragma warning restore CA2000
    }
}
