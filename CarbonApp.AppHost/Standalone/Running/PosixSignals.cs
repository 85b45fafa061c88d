using System.Runtime.InteropServices;

namespace CarbonApp.AppHost.Standalone.Running;

/// <summary>kill(2), which .NET has only for SIGKILL.</summary>
internal static partial class PosixSignals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Sends to one process. False when it is gone.</summary>
    public static bool Send(int processId, int signal) => !OperatingSystem.IsWindows() && NativeKill(processId, signal) == 0;

    /// <summary>Sends to everyone in the group that process leads. False when nobody is left in it.</summary>
    public static bool SendToGroup(int processId, int signal) => !OperatingSystem.IsWindows() && NativeKill(-processId, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int NativeKill(int processId, int signal);
}
