namespace CarbonApp.Engine.Grid.Signals.Import;

/// <summary>One value read from a file. A gap yields none.</summary>
/// <param name="ZoneIndex">Index into <see cref="SignalFileReader.Zones"/>.</param>
/// <param name="StartUnixSeconds">Inclusive start, seconds since 1970-01-01 UTC.</param>
/// <param name="Seconds">Length of the slot, s; 1 or more.</param>
/// <param name="GramsPerKilowattHour">gCO2eq/kWh; 0 to <see cref="SignalFileLimits.GramsPerKilowattHour"/>.</param>
public readonly record struct ImportedSlot(int ZoneIndex, long StartUnixSeconds, int Seconds, double GramsPerKilowattHour);

/// <summary>Why a row was not taken.</summary>
/// <param name="Line">Line in the file, the header being 1; for JSON the entry's number from 1.</param>
/// <param name="Message">Value, limit and remedy.</param>
public readonly record struct RowError(long Line, string Message);

/// <summary>What is wanted of a file of intensities.</summary>
/// <param name="Zone">
/// Zone of a file that holds a single series; of a file that names its zones only this one is taken. Null takes every zone named.
/// </param>
/// <param name="Factor">Chooses the column where a file holds both life-cycle and direct values.</param>
/// <param name="Spacing">What becomes of rows that come sooner than the file's usual spacing.</param>
public sealed record SignalFileOptions(
    ZoneId? Zone = null, EmissionFactor Factor = EmissionFactor.Lifecycle, RowSpacing Spacing = RowSpacing.Regular);

/// <summary>How rows that do not state their length follow each other.</summary>
public enum RowSpacing
{
    /// <summary>
    /// At the spacing the file begins with, or wider. A row that comes sooner lies within the slot of the one before it and is refused.
    /// </summary>
    Regular,

    /// <summary>At any spacing: the file may turn from hours to quarter hours on the way, and every row is taken.</summary>
    Varying,
}

/// <summary>Bounds beyond which input is refused, so that memory stays bounded whatever is sent.</summary>
public static class SignalFileLimits
{
    /// <summary>
    /// Highest intensity accepted, gCO2eq/kWh. The dirtiest plants known, small oil engines and old lignite, stay below 2,000
    /// (IPCC AR5 WG3 annex III); more is a wrong unit or a broken cell.
    /// </summary>
    public const double GramsPerKilowattHour = 5_000;

    /// <summary>Longest line, or JSON token, in bytes.</summary>
    public const int LineBytes = 1 << 20;

    /// <summary>Most columns of a CSV file.</summary>
    public const int Columns = 5_000;

    /// <summary>Most zones of one file.</summary>
    public const int Zones = 5_000;

    /// <summary>Row errors kept with their message; later ones are only counted.</summary>
    public const int ErrorsKept = 100;

    /// <summary>Longest slot, in days: a yearly mean in a leap year.</summary>
    public const int SlotDays = 366;
}

/// <summary>The file as a whole cannot be read: it is not in a known format, or is cut or hostile. Rows before the fault are sound.</summary>
public sealed class SignalFileException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="line">Line, or JSON entry, at which reading stopped.</param>
    /// <param name="message">What was found, the limit and the remedy.</param>
    public SignalFileException(long line, string message)
        : base(message) => Line = line;

    /// <summary>Line at which reading stopped, from 1; for JSON the entry's number.</summary>
    public long Line { get; }
}
