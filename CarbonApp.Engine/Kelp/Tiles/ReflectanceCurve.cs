namespace CarbonApp.Engine.Kelp.Tiles;

/// <summary>Reflectance to a byte of sRGB, by table.</summary>
internal sealed class ReflectanceCurve
{
    private const int Entries = 4096;
    private readonly byte[] _bytes;
    private readonly double _perReflectance;

    public ReflectanceCurve(double white)
    {
        _perReflectance = white > 0 && double.IsFinite(white) ? (Entries - 1) / white
            : throw new ArgumentOutOfRangeException(nameof(white), white, "The reflectance shown as white has to be greater than 0.");
        _bytes = [.. Enumerable.Range(0, Entries).Select(entry => Oklab.Encoded(entry / (Entries - 1.0)))];
    }

    /// <summary>Negative reflectance is black.</summary>
    public byte At(float reflectance) => _bytes[(int)Math.Clamp((reflectance * _perReflectance) + 0.5, 0, Entries - 1)];
}
