using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Regions;

/// <summary>Who runs a cloud region.</summary>
public enum CloudProvider
{
    /// <summary>Amazon Web Services.</summary>
    Aws,

    /// <summary>Microsoft Azure.</summary>
    Azure,

    /// <summary>Google Cloud.</summary>
    Gcp,
}

/// <summary>A cloud region and the grid that feeds it.</summary>
/// <param name="Provider">Who runs it.</param>
/// <param name="Code">The provider's code, lower case, such as <c>eu-west-2</c>.</param>
/// <param name="Place">Where the data centres stand, in English.</param>
/// <param name="Latitude">Degrees north of the place, WGS 84, −90 to 90.</param>
/// <param name="Longitude">Degrees east of the place, WGS 84, −180 to 180.</param>
/// <param name="Zone">Grid zone of the place.</param>
/// <param name="Pue">Power usage effectiveness: energy of the data centre over energy of its servers, 1 or more.</param>
public sealed record CloudRegion(
    CloudProvider Provider, string Code, string Place, double Latitude, double Longitude, ZoneId Zone, double Pue);
