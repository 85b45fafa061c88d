using System.Globalization;
using System.Text.RegularExpressions;

namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>Version of ESA's processor that made a scene, such as 05.09.</summary>
/// <remarks>Source: Sentinel-2 Products Specification, PSD 14.9 and later, PROCESSING_BASELINE.</remarks>
/// <param name="Major">0 to 99.</param>
/// <param name="Minor">0 to 99.</param>
public readonly partial record struct ProcessingBaseline(int Major, int Minor) : IComparable<ProcessingBaseline>
{
    /// <summary>From 04.00 on, digital numbers carry the offset; so do older scenes processed again (05.xx).</summary>
    public static ProcessingBaseline FirstWithOffset { get; } = new(4, 0);

    /// <summary>Whether ESA made the scene. 99.99 is written by a user's own Sen2Cor, whose version it does not tell.</summary>
    public bool IsOfficial => Major < 99;

    /// <summary>Whether digital numbers of this baseline are shifted by <see cref="OffsetResolution.OffsetDigitalNumbers"/>; null where it does not tell.</summary>
    public bool? CarriesOffset => IsOfficial ? CompareTo(FirstWithOffset) >= 0 : null;

    /// <summary>Reads "05.09".</summary>
    public static bool TryParse(string? text, out ProcessingBaseline baseline)
    {
        var match = text is { Length: <= 16 } ? Dotted().Match(text) : Match.Empty;
        baseline = match.Success ? Of(match) : default;
        return match.Success;
    }

    /// <summary>The baseline in a product's or datatake's name: "…_N0509_…" or "…_N05.09"; null when there is none.</summary>
    public static ProcessingBaseline? InName(string? name) =>
        name is { Length: > 0 and <= 512 } && Named().Match(name) is { Success: true } match ? Of(match) : null;

    /// <inheritdoc/>
    public int CompareTo(ProcessingBaseline other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    /// <summary>As ESA writes it: 05.09.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major:00}.{Minor:00}");

    /// <summary>Older first.</summary>
    public static bool operator <(ProcessingBaseline left, ProcessingBaseline right) => left.CompareTo(right) < 0;

    /// <summary>Newer first.</summary>
    public static bool operator >(ProcessingBaseline left, ProcessingBaseline right) => left.CompareTo(right) > 0;

    /// <summary>Older first.</summary>
    public static bool operator <=(ProcessingBaseline left, ProcessingBaseline right) => left.CompareTo(right) <= 0;

    /// <summary>Newer first.</summary>
    public static bool operator >=(ProcessingBaseline left, ProcessingBaseline right) => left.CompareTo(right) >= 0;

    private static ProcessingBaseline Of(Match match) =>
        new(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^\s*([0-9]{1,2})\.([0-9]{2})\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Dotted();

    [GeneratedRegex(@"_N([0-9]{2})\.?([0-9]{2})(?:_|\.|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}
