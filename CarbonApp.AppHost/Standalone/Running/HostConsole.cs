namespace CarbonApp.AppHost.Standalone.Running;

/// <summary>One terminal for all processes: every line has its process's name in front, in that process's colour.</summary>
internal sealed class HostConsole(TextWriter output, bool coloured)
{
    private const string HostName = "carbonapp";
    private static readonly string[] Colours = ["\e[36m", "\e[33m", "\e[32m", "\e[35m", "\e[34m", "\e[96m"];
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _colours = [];
    private int _width = HostName.Length;

    /// <summary>Colours only for a terminal, and not where NO_COLOR asks for none.</summary>
    public static HostConsole ForTerminal() =>
        new(Console.Out, !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    /// <summary>Gives each name a colour, and all names one width.</summary>
    public void Introduce(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            _colours[name] = Colours[_colours.Count % Colours.Length];
            _width = Math.Max(_width, name.Length);
        }
    }

    /// <summary>Something the host itself has to say.</summary>
    public void Say(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            Write(HostName, "\e[1m", line.TrimEnd('\r'));
        }
    }

    /// <summary>A line a process wrote.</summary>
    public void Relay(string name, string line) => Write(name, _colours.GetValueOrDefault(name, ""), line);

    private void Write(string name, string colour, string line)
    {
        lock (_lock)
        {
            output.WriteLine(coloured ? $"{colour}{name.PadRight(_width)}\e[0m | {line}" : $"{name.PadRight(_width)} | {line}");
            output.Flush();
        }
    }
}
