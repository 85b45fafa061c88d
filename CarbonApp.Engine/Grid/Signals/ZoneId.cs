using System.Diagnostics.CodeAnalysis;

namespace CarbonApp.Engine.Grid.Signals;

/// <summary>
/// Key of an electricity grid zone as Electricity Maps writes it: an ISO 3166-1 country, or country and subdivision
/// ("GB", "US-MIDA-PJM", "ES-CN-LZ"). Not a cloud region: see <c>CloudRegion</c>.
/// </summary>
public readonly record struct ZoneId
{
    /// <summary>Longest key accepted, in characters.</summary>
    public const int MaxLength = 32;

    private readonly string? _value;

    private ZoneId(string value) => _value = value;

    /// <summary>Upper-case key: letters, digits and single dashes, 2 to 32 characters, beginning with a letter.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This zone was never given a key: use ZoneId.Parse.");

    /// <summary>Reads a zone key, in any case, with or without surrounding blanks.</summary>
    /// <exception cref="FormatException">The text is not a zone key.</exception>
    public static ZoneId Parse(string text) =>
        TryParse(text, out var zone)
            ? zone
            : throw new FormatException($"'{text}' is not a grid zone: expected 2 to {MaxLength} letters, digits and single dashes, such as GB or US-MIDA-PJM.");

    /// <summary>Reads a zone key, in any case, with or without surrounding blanks; false when it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ZoneId zone)
    {
        zone = default;
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length is < 2 or > MaxLength || !char.IsAsciiLetter(trimmed[0]) || trimmed[^1] == '-')
        {
            return false;
        }

        for (var i = 0; i < trimmed.Length; i++)
        {
            var valid = char.IsAsciiLetterOrDigit(trimmed[i]) || (trimmed[i] == '-' && trimmed[i - 1] != '-');
            if (!valid)
            {
                return false;
            }
        }

        zone = new ZoneId(trimmed.ToString().ToUpperInvariant());
        return true;
    }

    /// <summary>The key itself.</summary>
    public override string ToString() => _value ?? "";
}
