using CarbonApp.Api.Access;
using CarbonApp.Api.Grid;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Json;
using CarbonApp.Api.Limits;
using CarbonApp.Api.OpenApi;
using CarbonApp.Api.Problems;
using CarbonApp.ServiceDefaults;
using CarbonApp.ServiceDefaults.Forwarding;
using CarbonApp.ServiceDefaults.Hardening;

var builder = WebApplication.CreateBuilder(args);
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

var app = builder.Build();
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
app.Run();

/// <summary>Entry point, public for the tests' application factory.</summary>
public partial class Program;
