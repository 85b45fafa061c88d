using CarbonApp.Api.Grid.Imports;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Imports;

/// <summary>Says what became of a file.</summary>
internal static class ImportReport
{
    /// <summary>Bad rows come in swarms of one kind; the first few show it.</summary>
    private const int Listed = 10;

    /// <summary>The numbers, on standard output.</summary>
    public static void Write(ImportFile file, ImportResponse import, Screen screen)
    {
        var rate = import.Seconds > 0 ? $", {Quantities.Count((long)(import.RowsRead / import.Seconds))} rows/s" : "";
        screen.Print(
            $"{file.Name}: {import.Status}; {Quantities.Count(import.RowsRead)} rows read, {Quantities.Count(import.SlotsStored)} slots stored, " +
            $"{Quantities.Count(import.Gaps)} gaps, {Quantities.Count(import.RowsRejected)} rows rejected; {Quantities.Seconds(import.Seconds)}{rate}");
        if (import is { From: { } from, To: { } to })
        {
            screen.Print($"{file.Name}: {Zones(import.Zones)}, {Quantities.Time(from)} to {Quantities.Time(to)}");
        }
    }

    /// <summary>The rows refused, on standard error, and the exit code. Some bad rows are no failure; --strict is there to make them one.</summary>
    public static int Judge(ImportFile file, ImportResponse import, Screen screen)
    {
        foreach (var error in import.Errors.Take(Listed))
        {
            screen.SayWarning($"{file.Name}:{error.Line}: {error.Message}");
        }

        var more = import.RowsRejected - Math.Min(Listed, import.Errors.Count);
        if (more > 0)
        {
            screen.SayWarning($"{file.Name}: {Quantities.Count(more)} more rows rejected; --output json lists the first 100.");
        }

        if (import.Status == "completed")
        {
            return ExitCode.Ok;
        }

        screen.SayError($"{file.Name}: the import is {import.Status}; {Quantities.Count(import.SlotsStored)} slots are stored. Import id {import.Id}.");
        return ExitCode.Failure;
    }

    private static string Zones(IReadOnlyList<string> zones) => zones.Count switch
    {
        1 => $"zone {zones[0]}",
        <= 8 => $"zones {string.Join(", ", zones)}",
        _ => $"{zones.Count} zones",
    };
}
