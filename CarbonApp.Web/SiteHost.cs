using CarbonApp.ServiceDefaults;
using CarbonApp.ServiceDefaults.Forwarding;
using CarbonApp.ServiceDefaults.Hardening;
using CarbonApp.ServiceDefaults.Settings;
using CarbonApp.Web.ApiClient;
using CarbonApp.Web.Delivery;
using CarbonApp.Web.Grid.Backtests;
using CarbonApp.Web.Grid.Ledger;
using CarbonApp.Web.Grid.Zones;
using CarbonApp.Web.Pages;

namespace CarbonApp.Web;

/// <summary>The site, put together; apart from Program so that tests can start it on a socket of their own.</summary>
internal static class SiteHost
{
    /// <param name="args">Command line.</param>
    /// <param name="configure">Changes of a test, before the services are built.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = OldNames.Expand(args, Environment.GetEnvironmentVariable), ApplicationName = typeof(SiteHost).Assembly.GetName().Name });
        builder.AddServiceDefaults();
        builder.AddApiClient();
        builder.AddDelivery();
        builder.Services.AddRazorComponents();
        configure?.Invoke(builder);
        builder.CheckSettings();

        var app = builder.Build();
        app.UseForwarded();
        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UsePagePolicy();
        app.UseRouting();
        app.UseAntiforgery();
        app.MapDefaultEndpoints();
        app.MapIslands();
        app.MapApiForwarding();
        app.MapSignalCsv();
        app.MapPlanPosts();
        app.MapBacktestCsv();
        app.MapRazorComponents<App>();
        return app;
    }
}
