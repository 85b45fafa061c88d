using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Kelp.Carbon;

/// <summary>
/// How far each input alone moves the total: from its 5 % to its 95 % value with all others at their medians. Chosen over rank correlations
/// because a bar is in tonnes and needs no draws.
/// </summary>
internal static class Tornado
{
    public static IReadOnlyList<Swing<CarbonMass>> OfStock(KelpConstants constants, IReadOnlyList<(double SquareMetres, double Height)> beds) =>
        Swings(
            [
                UncertainInput.Area, UncertainInput.TideSlope, UncertainInput.CanopyBiomass, UncertainInput.Year, UncertainInput.FloorBiomass,
                UncertainInput.DryShare, UncertainInput.CarbonShare,
            ],
            at => Canopy(constants, beds, at)
                * ((At(constants.CanopyKilogramsPerSquareMetre, at(UncertainInput.CanopyBiomass)) * At(constants.YearFactor, at(UncertainInput.Year)))
                    + At(constants.FloorKilogramsPerSquareMetre, at(UncertainInput.FloorBiomass)))
                * At(constants.DryShareOfWet, at(UncertainInput.DryShare)) * At(constants.CarbonShareOfDry, at(UncertainInput.CarbonShare)),
            CarbonMass.FromKilograms);

    public static IReadOnlyList<Swing<CarbonFlow>> OfSequestration(KelpConstants constants, IReadOnlyList<(double SquareMetres, double Height)> beds) =>
        Swings(
            [UncertainInput.Area, UncertainInput.TideSlope, UncertainInput.Production, UncertainInput.Fate],
            at => Canopy(constants, beds, at)
                * At(constants.ProductionKilogramsPerSquareMetreYear, at(UncertainInput.Production))
                * Math.Min(At(constants.SequesteredShare, at(UncertainInput.Fate)), At(constants.ExportedShare, at(UncertainInput.Fate))),
            CarbonFlow.FromKilogramsPerYear);

    private static double Canopy(KelpConstants constants, IReadOnlyList<(double SquareMetres, double Height)> beds, Func<UncertainInput, double> at)
    {
        var slope = At(constants.TideSlopePerMetre, at(UncertainInput.TideSlope));
        return At(constants.AreaFactor, at(UncertainInput.Area)) * beds.Sum(bed => bed.SquareMetres * TideCorrection.Factor(slope, bed.Height));
    }

    private static double At(Distribution distribution, double probability) => distribution.Quantile(probability);

    private static IReadOnlyList<Swing<T>> Swings<T>(UncertainInput[] inputs, Func<Func<UncertainInput, double>, double> total, Func<double, T> unit) =>
        [.. inputs
            .Select(input => (Input: input, Low: total(i => i == input ? 0.05 : 0.5), High: total(i => i == input ? 0.95 : 0.5)))
            .Where(bar => bar.High != bar.Low)
            .OrderByDescending(bar => Math.Abs(bar.High - bar.Low)).ThenBy(bar => bar.Input)
            .Select(bar => new Swing<T>(bar.Input, unit(bar.Low), unit(bar.High)))];
}
