namespace CarbonApp.Web.ApiClient;

/// <summary>How Web reaches Api.</summary>
internal static class ApiClientSetup
{
    /// <summary>Name of the client that passes browser calls on: no retry and no buffering, a request body can be read once only.</summary>
    public const string Forwarding = "api-forwarding";

    public static void AddApiClient(this IHostApplicationBuilder builder)
    {
        var address = ApiAddress(builder.Configuration);
        builder.Services.AddHttpClient<CarbonApi>(http =>
        {
            http.BaseAddress = address;
            // A page must come soon, also when Api hangs: it then says so.
            http.Timeout = TimeSpan.FromSeconds(15);
        });
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

    private static Uri ApiAddress(IConfiguration configuration)
    {
        var text = configuration["services:api:https:0"] ?? configuration["services:api:http:0"] ?? "http://localhost:5000";
        return Uri.TryCreate(text, UriKind.Absolute, out var address)
            ? address
            : throw new InvalidOperationException($"services:api:http:0 is \"{text}\", which is no absolute address: give one such as http://localhost:5000.");
    }
}
