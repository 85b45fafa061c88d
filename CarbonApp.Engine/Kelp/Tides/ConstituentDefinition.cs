using System.Globalization;

namespace CarbonApp.Engine.Kelp.Tides;

/// <summary>A factor of a compound constituent's nodal correction.</summary>
/// <param name="Of">The constituent whose series is used.</param>
/// <param name="Exponent">f is raised to this.</param>
/// <param name="Multiple">u is multiplied by this; differs from the exponent where a component is subtracted.</param>
internal readonly record struct NodalTerm(string Of, double Exponent, double Multiple);

/// <summary>What a constituent is, the same everywhere on earth.</summary>
/// <param name="Name">The hydrographic name.</param>
/// <param name="Multiples">Of τ, s, h, p, −N, p′ and 90° in the argument V.</param>
/// <param name="NodalTerms">Product that makes f and u; empty where the moon's node has no part.</param>
internal sealed record ConstituentDefinition(string Name, IReadOnlyList<int> Multiples, IReadOnlyList<NodalTerm> NodalTerms)
{
    /// <summary>V, degrees: where in its cycle the equilibrium constituent stands at Greenwich.</summary>
    public double ArgumentDegrees(in AstronomicalElements at) =>
        (Multiples[0] * at.LunarTime) + (Multiples[1] * at.Moon) + (Multiples[2] * at.Sun) + (Multiples[3] * at.LunarPerigee)
        - (Multiples[4] * at.LunarNode) + (Multiples[5] * at.SolarPerigee) + (Multiples[6] * 90);

    /// <summary>f and u at an instant.</summary>
    public NodalFactor Nodal(in AstronomicalElements at)
    {
        var (f, u) = (1.0, 0.0);
        foreach (var term in NodalTerms)
        {
            var factor = NodalFactor.Of(term.Of, at);
            f *= term.Exponent == 1 ? factor.F : Math.Pow(factor.F, term.Exponent);
            u += term.Multiple * factor.DegreesU;
        }

        return new NodalFactor(f, u);
    }

    /// <summary>Reads a row of the table: names, seven multiples, nodal product.</summary>
    public static (ConstituentDefinition Definition, string[] Names) Parse(string row)
    {
        var cells = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var names = cells[0].Split(',');
        var multiples = cells[1..8].Select(cell => int.Parse(cell, CultureInfo.InvariantCulture)).ToArray();
        NodalTerm[] terms = cells[8] == "-" ? [] : [.. cells[8].Split('*').Select(ParseTerm)];
        return (new ConstituentDefinition(names[0], multiples, terms), names);
    }

    private static NodalTerm ParseTerm(string text)
    {
        var parts = text.Split('^', '/');
        var exponent = parts.Length > 1 ? double.Parse(parts[1], CultureInfo.InvariantCulture) : 1;
        return new NodalTerm(parts[0], exponent, parts.Length > 2 ? double.Parse(parts[2], CultureInfo.InvariantCulture) : exponent);
    }
}
