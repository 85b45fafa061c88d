using System.Diagnostics;
using System.Globalization;
using System.Text;
using CarbonApp.AppHost.Servers;
using CarbonApp.AppHost.Standalone.Running;
using CarbonApp.Tests.Shared;

namespace CarbonApp.AppHost.Tests.Standalone;

/// <summary>The real host, started as a process on a data folder of its own.</summary>
internal sealed class HostRun : IAsyncDisposable
{
    public const string AllUp = "everything is up";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The one the tests were built in.</summary>
    private static readonly string Configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    private static readonly string Assembly = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "CarbonApp.AppHost", Configuration, "CarbonApp.AppHost.dll"));

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly bool _ownsData;

    private HostRun(Process process, string data, bool ownsData)
    {
        _process = process;
        _ownsData = ownsData;
        Data = data;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Data { get; }

    public int Id => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts with free ports unless <paramref name="settings"/> says otherwise.</summary>
    public static HostRun Start(Dictionary<string, string?>? settings = null, string? data = null, params string[] arguments)
    {
        var folder = data ?? NewFolder();
        return Launch(DotNetHost.Path, [Assembly, "--data", folder, .. arguments], settings, folder, data is null);
    }

    /// <summary>Starts as a person does, in a process group of its own, as a terminal does.</summary>
    public static HostRun StartByDotNetRun()
    {
        var (folder, project) = (NewFolder(), Path.Combine(SharedData.RepositoryRoot, "CarbonApp.AppHost"));
        return Launch("setsid", [DotNetHost.Path, "run", "--no-build", "-c", Configuration, "--project", project, "--", "--data", folder], null, folder, ownsData: true);
    }

    public static async Task<HostRun> StartUpAsync(Dictionary<string, string?>? settings = null, string? data = null, params string[] arguments)
    {
        var run = Start(settings, data, arguments);
        await run.SeesAsync(AllUp);
        return run;
    }

    // Created open: the account Postgres runs as must reach it.
    public static string NewFolder() => Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"carbonapp-host-{Guid.NewGuid():N}")).FullName;

    /// <summary>Waits for a text of the output that comes after <paramref name="from"/>.</summary>
    public async Task SeesAsync(string text, int from = 0)
    {
        var began = Stopwatch.GetTimestamp();
        while (Output.IndexOf(text, Math.Min(from, Output.Length), StringComparison.Ordinal) < 0)
        {
            Assert.False(_process.HasExited && Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(1), $"the host ended before it said \"{text}\":\n{Output}");
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"the host did not say \"{text}\":\n{Output}");
            await Task.Delay(50);
        }
    }

    /// <summary>Process id of a resource, as recorded in the data folder.</summary>
    public int ProcessOf(string name) =>
        int.Parse(File.ReadAllText(Path.Combine(Data, "running", name + ".pid")).Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>The same of one that runs now; null while it is dead or being started.</summary>
    public int? RunningProcessOf(string name)
    {
        try
        {
            return ProcessOf(name) is var process && Runs(process) ? process : null;
        }
        catch (Exception exception) when (exception is IOException or FormatException)
        {
            return null;
        }
    }

    public IReadOnlyList<int> Processes() =>
        [.. Directory.EnumerateFiles(Path.Combine(Data, "running"), "*.pid").Select(file => ProcessOf(Path.GetFileNameWithoutExtension(file)))];

    /// <summary>The address printed for a resource.</summary>
    public Uri AddressOf(string name)
    {
        var line = Output.Split('\n').Last(line => line.Contains($"| {name} is up", StringComparison.Ordinal));
        var address = line.Split(" at ")[1].Split(' ')[0];
        return new Uri(address.StartsWith("http", StringComparison.Ordinal) ? address : $"tcp://{address}");
    }

    /// <summary>Sends a signal and waits for the end.</summary>
    public async Task<int> EndAsync(int signal)
    {
        PosixSignals.Send(_process.Id, signal);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>True while a process runs; one that ended and waits to be reaped does not.</summary>
    public static bool Runs(int process)
    {
        var stat = $"/proc/{process}/stat";
        try
        {
            return File.ReadAllText(stat) is var text && text[text.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await EndAsync(PosixSignals.Terminate);
        }

        _process.Dispose();
        if (_ownsData)
        {
            Directory.Delete(Data, recursive: true);
        }
    }

    private static HostRun Launch(string program, string[] arguments, Dictionary<string, string?>? settings, string folder, bool ownsData)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["Ports__api"] = Text(LoopbackPort.Any());
        start.Environment["Ports__web"] = Text(LoopbackPort.Any());
        foreach (var (name, value) in settings ?? [])
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!, folder, ownsData);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
