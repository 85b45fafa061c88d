using Spectre.Console;

namespace CarbonApp.Cli.Terminal;

/// <summary>Results go to standard output, everything said about them to standard error. Colour follows the terminal and NO_COLOR.</summary>
internal sealed class Screen
{
    /// <summary>Columns where there is no terminal to ask: wide enough that no table wraps, so that lines can be searched.</summary>
    private const int WidthOfFiles = 200;

    private readonly TextWriter _results = Console.Out;
    private readonly TextWriter _messages = Console.Error;

    public Screen()
    {
        Out = Create(Console.Out, Console.IsOutputRedirected);
        Error = Create(Console.Error, Console.IsErrorRedirected);
    }

    public IAnsiConsole Out { get; }

    public IAnsiConsole Error { get; }

    /// <summary>True where a line can be rewritten: progress bars and countdowns.</summary>
    public bool IsLive => !Console.IsErrorRedirected && Error.Profile.Capabilities.Ansi;

    /// <summary>Writes a result as it is, neither wrapped nor coloured.</summary>
    public void Print(string text) => _results.WriteLine(text);

    public void Say(string text) => Write(text, "");

    public void SayWarning(string text) => Write($"warning: {text}", "\e[33m");

    public void SayError(string text) => Write($"error: {text}", "\e[31m");

    /// <summary>Never wrapped by us: messages hold commands to be copied.</summary>
    private void Write(string text, string colour)
    {
        var coloured = colour.Length > 0 && Error.Profile.Capabilities is { Ansi: true, ColorSystem: not ColorSystem.NoColors };
        _messages.WriteLine(coloured ? $"{colour}{text}\e[0m" : text);
    }

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
        });
        if (redirected)
        {
            console.Profile.Width = WidthOfFiles;
        }

        return console;
    }
}
