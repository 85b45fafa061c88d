using Aspire.Hosting;
using CarbonApp.AppHost.Servers;

// The system map. Compiled against Aspire where the package feed carries it, else against Standalone/.
var builder = DistributedApplication.CreateBuilder(args);

// Containers where Docker or Podman answers; otherwise Redis and Postgres as processes of this machine.
LocalServers.StandInForContainers(builder, redis: "cache", database: "carbondb");

// May stay empty: the free feeds and the annual means need no key.
builder.Configuration["Parameters:electricity-maps-api-key"] ??= builder.Configuration["EL_MAPS_API_KEY"] ?? "";
var electricityMapsKey = builder.AddParameter("electricity-maps-api-key", secret: true);

// What may be lost (forecasts, rate limits) and what must not be (history, plans). A server you name yourself is used instead.
var cache = builder.FindConnectionString("cache") ?? builder.AddRedis("cache");
var carbondb = builder.FindConnectionString("carbondb") ?? builder.AddPostgres("postgres").WithDataVolume().AddDatabase("carbondb");

// Live, not ready: a carbon feed or cache that is away must not keep the rest of the system from starting.
var api = builder.AddProject<Projects.CarbonApp_Api>("api")
    .WithReference(cache)
    .WithReference(carbondb)
    .WithEnvironment("ElectricityMaps__ApiKey", electricityMapsKey)
    .WaitFor(cache)
    .WaitFor(carbondb)
    .WithHttpHealthCheck("/health/live");

builder.AddProject<Projects.CarbonApp_Web>("web")
    .WithReference(api)
    .WaitFor(api)
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health/live");

builder.Build().Run();
