using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Kelp.Radiometry;

/// <summary>A band of a scene in a file.</summary>
/// <param name="Tiff">The file, of bytes or unsigned 16-bit numbers.</param>
/// <param name="Band">Its band, from 0.</param>
/// <param name="OffsetDn">As <see cref="BandLayout.OffsetDn"/>; of no meaning for classes.</param>
public sealed record SceneFile(GeoTiff Tiff, int Band, int OffsetDn);
