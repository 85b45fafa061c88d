using System.CommandLine;

var root = new RootCommand("Ask CarbonApp when and where work should run so that it emits the least carbon.");
return await root.Parse(args).InvokeAsync();
