using CarbonApp.ServiceDefaults;
using CarbonApp.ServiceDefaults.Health;
using CarbonApp.Web;

if (HealthCommand.IsAsked(args))
{
    return await HealthCommand.RunAsync(args);
}

return await SiteHost.Build(args).ServeAsync();

/// <summary>Entry point, public for tests that start the whole system.</summary>
public partial class Program;
