namespace CarbonApp.Web.ApiClient;

/// <summary>How Web reaches Api: by its name, which discovery (AddServiceDefaults) turns into an address.</summary>
internal static class ApiClientSetup
{
    /// <summary>Name of the client that passes browser calls on: no retry and no buffering, a request body can be read once only.</summary>
    public const string Forwarding = "api-forwarding";

    public static void AddApiClient(this IHostApplicationBuilder builder)
    {
        var address = new Uri("https+http://api");
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton<ApiKey>();
        builder.Services.AddTransient<VisitorHandler>();
        builder.Services.AddHttpClient<CarbonApi>(http =>
        {
            http.BaseAddress = address;
            // A page must come soon, also when Api hangs: it then says so.
            http.Timeout = TimeSpan.FromSeconds(10);
        }).AddHttpMessageHandler<VisitorHandler>();
        builder.Services.AddHealthChecks().AddCheck<ApiHealthCheck>("api", tags: ["ready"]);
        builder.Services
            .AddHttpClient(Forwarding, http =>
            {
                http.BaseAddress = address;
                http.Timeout = Timeout.InfiniteTimeSpan;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            });
    }
}
