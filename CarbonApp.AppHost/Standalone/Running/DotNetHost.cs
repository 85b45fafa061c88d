using System.Runtime.InteropServices;

namespace CarbonApp.AppHost.Standalone.Running;

/// <summary>The `dotnet` that runs this host; PATH may hold another one, or none.</summary>
internal static class DotNetHost
{
    // …/shared/Microsoft.NETCore.App/10.0.x/ lies three folders below the dotnet program.
    public static string Path { get; } = System.IO.Path.GetFullPath(
        System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
}
