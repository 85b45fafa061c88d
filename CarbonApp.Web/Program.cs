using CarbonApp.ServiceDefaults;
using CarbonApp.Web.ApiClient;
using CarbonApp.Web.Delivery;
using CarbonApp.Web.Grid.Zones;
using CarbonApp.Web.Pages;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddApiClient();
builder.AddDelivery();
builder.Services.AddRazorComponents();

var app = builder.Build();
app.UseResponseCompression();
app.UseExceptionHandler("/error", createScopeForErrors: true);
app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
app.UseSecurityHeaders();
app.UseRouting();
app.UseAntiforgery();
app.MapDefaultEndpoints();
app.MapIslands();
app.MapApiForwarding();
app.MapSignalCsv();
app.MapRazorComponents<App>();
app.Run();

/// <summary>Entry point, public for the tests' application factory.</summary>
public partial class Program;
