namespace CarbonApp.AppHost.Servers;

/// <summary>How a process is started: program, folder and arguments.</summary>
internal sealed record ServerCommand(string FileName, string WorkingDirectory, IReadOnlyList<string> Arguments);
