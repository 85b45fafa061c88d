using CarbonApp.Cli;

return await CarbonCommandLine.RunAsync(args);
