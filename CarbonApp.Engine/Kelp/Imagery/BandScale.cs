namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>How samples become values: value = sample × <paramref name="Scale"/> + <paramref name="Offset"/>.</summary>
public readonly record struct BandScale(double Scale, double Offset);
