namespace CarbonApp.Cli;

/// <summary>What a script can tell from the exit code; documented in docs/cli.md and in the help.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failure = 1;
    public const int Usage = 2;
    public const int NoAnswer = 3;
    public const int ApiUnreachable = 4;
    public const int NotExecutable = 126;
    public const int NotFound = 127;
    public const int Interrupted = 130;
    public const int Terminated = 143;

    public const string Help = """
        Exit codes:
          0        done
          1        failed: the Api broke, a file cannot be read, an import did not complete
          2        wrong usage, or an input the Api refuses
          3        no answer: no signal, no site left, budget or deadline too tight, time beyond the signal, no scene, no tide station
          4        the Api cannot be reached
          126 127  wait --run: the command may not be run, does not exist; otherwise its own code
          130 143  ended by Ctrl+C, by SIGTERM
        """;
}
