namespace CarbonApp.Engine.Grid.Footprint;

/// <summary>What the part of the energy that nothing was bought for is counted with.</summary>
public enum RestBasis
{
    /// <summary>What the supplier states.</summary>
    Supplier,

    /// <summary>The residual mix: the grid without what was sold as certificates.</summary>
    Residual,

    /// <summary>The grid without its carbon-free part.</summary>
    GridRest,

    /// <summary>The grid's own mix, for want of anything closer.</summary>
    Location,
}

/// <summary>What was bought beside the grid's mix. Either certificates or a carbon-free share, not both.</summary>
/// <param name="CertificateShare">Part of the energy with certificates or contracts, 0 to 1.</param>
/// <param name="CertificateIntensity">Of what is covered, gCO2eq/kWh.</param>
/// <param name="Supplier">What the supplier states for the rest, gCO2eq/kWh.</param>
/// <param name="Residual">The residual mix, gCO2eq/kWh.</param>
/// <param name="CarbonFreeShare">Part of the energy that was carbon-free hour by hour, the grid's own included, 0 to 1.</param>
/// <param name="GridCarbonFreeShare">Carbon-free part of the grid, 0 to below 1.</param>
public sealed record MarketTerms(
    double? CertificateShare = null, double CertificateIntensity = 0, double? Supplier = null, double? Residual = null,
    double? CarbonFreeShare = null, double? GridCarbonFreeShare = null);

/// <summary>
/// The market-based intensity of GHG Protocol Scope 2 Guidance (2015), table 6.3: certificates, then contracts and supplier, then the
/// residual mix; where none is known the location-based one stands in, and that is said.
/// </summary>
/// <param name="Intensity">gCO2eq/kWh.</param>
/// <param name="Basis">What the rest was counted with.</param>
/// <param name="CoveredShare">Part of the energy that is covered, 0 to 1.</param>
public sealed record MarketIntensity(Coefficient Intensity, RestBasis Basis, double CoveredShare)
{
    /// <summary>True where some of the energy is counted with the location-based intensity for want of anything closer.</summary>
    public bool LocationStandsIn => Basis == RestBasis.Location && CoveredShare < 1;

    /// <summary>
    /// I_market = c × I_c + (1 − c) × I_rest. Of a carbon-free share, which counts the grid's own carbon-free part, the rest is what the
    /// grid is without that part: I_location / (1 − grid share). 60 % certificates and a residual mix of 500: 200 g/kWh; 90 % carbon-free
    /// on a grid of 300 g/kWh that is 40 % carbon-free: 0.1 × 500 = 50 g/kWh.
    /// </summary>
    /// <param name="terms">What was bought.</param>
    /// <param name="location">The location-based intensity, gCO2eq/kWh.</param>
    /// <exception cref="ArgumentException">A share lies outside its range, or both kinds of cover are given.</exception>
    public static MarketIntensity Of(MarketTerms terms, Coefficient location)
    {
        if (terms is { CertificateShare: not null, CarbonFreeShare: not null })
        {
            throw new ArgumentException("Give certificates or a carbon-free share: a carbon-free share counts certificates in.", nameof(terms));
        }

        var covered = terms.CertificateShare ?? terms.CarbonFreeShare ?? 0;
        if (!(covered is >= 0 and <= 1 && (terms.GridCarbonFreeShare ?? 0) is >= 0 and < 1))
        {
            throw new ArgumentException("Shares lie between 0 and 1, that of the grid below 1.", nameof(terms));
        }

        var (basis, rest) = Rest(terms, location);
        var all = (rest * (1 - covered)) + (new Ranged(1, 1, 1) * (covered * terms.CertificateIntensity));
        var usesLocation = covered < 1 && basis is RestBasis.Location or RestBasis.GridRest;
        var hasRange = usesLocation && location.Low is not null;
        return new MarketIntensity(
            new Coefficient(
                "market-based intensity", all.Value, "gCO2eq/kWh", usesLocation ? location.Confidence : CoefficientConfidence.Given, Describe(basis, covered, location),
                hasRange ? all.Low : null, hasRange ? all.High : null),
            basis, covered);
    }

    private static (RestBasis, Ranged) Rest(MarketTerms terms, Coefficient location) => terms switch
    {
        { Supplier: { } supplier, CarbonFreeShare: null } => (RestBasis.Supplier, Exactly(supplier)),
        { Residual: { } residual } => (RestBasis.Residual, Exactly(residual)),
        { CarbonFreeShare: not null, GridCarbonFreeShare: { } grid } => (RestBasis.GridRest, location.Figure * (1 / (1 - grid))),
        _ => (RestBasis.Location, location.Figure),
    };

    private static Ranged Exactly(double value) => new(value, value, value);

    private static string Describe(RestBasis basis, double covered, Coefficient location) => (covered, basis) switch
    {
        (1, _) => "given in the request: all of it covered",
        (_, RestBasis.Supplier) => "given in the request: supplier",
        (_, RestBasis.Residual) => "given in the request: residual mix",
        (_, RestBasis.GridRest) => $"grid without its carbon-free part, as given; grid: {location.Source}",
        (0, _) => $"location-based stands in: {location.Source}",
        _ => $"cover given in the request; location-based stands in for the rest: {location.Source}",
    };
}
