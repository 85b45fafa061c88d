namespace CarbonApp.AppHost.Servers;

/// <summary>Postgres refuses to run as root, so a root host runs it as the system's `postgres` user.</summary>
internal static class ServerAccount
{
    private const string User = "postgres";

    /// <summary>True where Postgres has to change user.</summary>
    public static bool IsNeeded { get; } = !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    /// <summary>The same command, run as the account when that is needed.</summary>
    public static ServerCommand As(ServerCommand command)
    {
        if (!IsNeeded)
        {
            return command;
        }

        // Both exec the program in place, so process id and signals are the server's own.
        if (ExecutableSearch.OnPath("setpriv") is { } setpriv)
        {
            return command with { FileName = setpriv, Arguments = [$"--reuid={User}", $"--regid={User}", "--init-groups", "--", command.FileName, .. command.Arguments] };
        }

        return ExecutableSearch.OnPath("runuser") is { } runuser
            ? command with { FileName = runuser, Arguments = ["-u", User, "--", command.FileName, .. command.Arguments] }
            : throw new ServerUnavailableException("PostgreSQL refuses to run as root and neither setpriv nor runuser is on PATH: start CarbonApp as an ordinary user.");
    }

    /// <summary>Gives a folder or file to the account when that is needed.</summary>
    public static void Own(string path)
    {
        if (!IsNeeded)
        {
            return;
        }

        var (exitCode, output) = ToolRun.Try(new ServerCommand("chown", "/", ["-R", User, path]), TimeSpan.FromSeconds(10));
        if (exitCode != 0)
        {
            throw new ServerUnavailableException($"PostgreSQL refuses to run as root, and {path} cannot be given to the user `{User}` ({output}): create that user or start CarbonApp as an ordinary user.");
        }
    }
}
