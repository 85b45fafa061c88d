namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>A file that is no TIFF, is damaged, asks for more than <see cref="TiffLimits"/> allows or uses what is not read.
/// The message names the value, the place in the file and the limit.</summary>
public sealed class TiffException : Exception
{
    /// <summary>A fault without a message of its own; used by serializers only.</summary>
    public TiffException()
    {
    }

    /// <summary>A fault that <paramref name="message"/> describes.</summary>
    public TiffException(string message) : base(message)
    {
    }

    /// <summary>A fault that <paramref name="message"/> describes and <paramref name="innerException"/> caused.</summary>
    public TiffException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
