using CarbonApp.Api.Access;
using CarbonApp.Api.Data;
using CarbonApp.Api.Grid;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Json;
using CarbonApp.Api.Kelp;
using CarbonApp.Api.Limits;
using CarbonApp.Api.OpenApi;
using CarbonApp.Api.Problems;
using CarbonApp.ServiceDefaults;
using CarbonApp.ServiceDefaults.Forwarding;
using CarbonApp.ServiceDefaults.Hardening;
using CarbonApp.ServiceDefaults.Health;
using CarbonApp.ServiceDefaults.Settings;

if (HealthCommand.IsAsked(args))
{
    return await HealthCommand.RunAsync(args);
}

var builder = WebApplication.CreateBuilder(OldNames.Expand(DemoSwitch.Expand(args), Environment.GetEnvironmentVariable));
builder.AddServiceDefaults();
builder.AddDatabase("carbondb");
builder.AddCacheConnection("cache");
builder.AddAllowedOrigins();
builder.AddAccessControl();
builder.AddRateLimits();
builder.Services.ConfigureHttpJsonOptions(options => WireJson.Configure(options.SerializerOptions));
builder.Services.AddProblems();
builder.Services.AddApiDocument();
builder.Services.AddJobs();
builder.AddGrid();
builder.AddKelp();
builder.CheckSettings();

var app = builder.Build();
if (MigrateCommand.IsAsked(args))
{
    return await MigrateCommand.RunAsync(app.Services);
}

app.UseForwarded();
app.UseSecurityHeaders();
app.UseProblems();
app.UseAllowedOrigins();
app.UseCallers();
app.UseRateLimits();
app.UseScopes();
app.MapDefaultEndpoints();
app.MapApiDocument();
app.MapKeys();
app.MapJobs();
app.MapGrid();
app.MapKelp();
return await app.ServeAsync();

/// <summary>Entry point, public for the tests' application factory.</summary>
public partial class Program;
