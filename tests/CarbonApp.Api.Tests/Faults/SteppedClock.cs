using System.Globalization;

namespace CarbonApp.Api.Tests.Faults;

/// <summary>
/// The wall clock of one process, set forward and back while it runs, as by a person or a time server; the monotonic clock goes on as it does then. By
/// libfaketime: skips the calling test where it is not installed.
/// </summary>
internal sealed class SteppedClock : IDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly string _library;

    public SteppedClock()
    {
        var found = Directory.Exists("/usr/lib") ? Directory.GetDirectories("/usr/lib").Select(d => Path.Combine(d, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists) : null;
        Assert.SkipWhen(found is null, "needs libfaketime (Debian: apt install libfaketime)");
        (_library, _folder) = (found!, Directory.CreateTempSubdirectory("carbonapp-clock-"));
        Step(TimeSpan.Zero);
    }

    /// <summary>Environment of the process, as NAME=VALUE.</summary>
    public IEnumerable<string> Environment =>
    [
        $"LD_PRELOAD={_library}", $"FAKETIME_TIMESTAMP_FILE={Offset}", "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1",
        // With its way round a fault of old C libraries, waits end at once and every thread spins.
        "FAKETIME_FORCE_MONOTONIC_FIX=0",
    ];

    private string Offset => Path.Combine(_folder.FullName, "offset");

    /// <summary>Sets it to be ahead of the true time by so much; behind, where negative.</summary>
    public void Step(TimeSpan ahead)
    {
        File.WriteAllText(Offset + ".new", string.Create(CultureInfo.InvariantCulture, $"{(ahead < TimeSpan.Zero ? "" : "+")}{ahead.TotalSeconds:0}\n"));
        // In one go: the process may read it at any moment.
        File.Move(Offset + ".new", Offset, overwrite: true);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
