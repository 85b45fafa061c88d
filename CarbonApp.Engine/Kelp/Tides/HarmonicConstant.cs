namespace CarbonApp.Engine.Kelp.Tides;

/// <summary>One line of a station's tidal analysis: how large a constituent is there, and how far behind its equilibrium it runs.</summary>
/// <param name="Constituent">Name as agencies write it, in any case: M2, K1, nu2 or NU2, LAM2 …</param>
/// <param name="AmplitudeMetres">Mean amplitude over a nodal cycle, m; finite, zero or more.</param>
/// <param name="PhaseDegrees">Phase lag g on Greenwich (UTC), degrees; finite.</param>
public readonly record struct HarmonicConstant(string Constituent, double AmplitudeMetres, double PhaseDegrees);
