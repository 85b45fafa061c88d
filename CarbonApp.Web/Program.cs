using CarbonApp.Web;

SiteHost.Build(args).Run();

/// <summary>Entry point, public for tests that start the whole system.</summary>
public partial class Program;
