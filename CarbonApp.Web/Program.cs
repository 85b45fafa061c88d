using CarbonApp.ServiceDefaults.Health;
using CarbonApp.Web;

if (HealthCommand.IsAsked(args))
{
    return await HealthCommand.RunAsync(args);
}

SiteHost.Build(args).Run();
return 0;

/// <summary>Entry point, public for tests that start the whole system.</summary>
public partial class Program;
