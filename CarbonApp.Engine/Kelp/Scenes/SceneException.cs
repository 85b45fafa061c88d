namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>A scene that cannot be used: its description lacks what is needed or contradicts itself. The message names the scene, what is wrong
/// and, where there is one, the remedy.</summary>
public sealed class SceneException : Exception
{
    /// <summary>A fault without a message of its own; used by serializers only.</summary>
    public SceneException()
    {
    }

    /// <summary>A fault that <paramref name="message"/> describes.</summary>
    public SceneException(string message) : base(message)
    {
    }

    /// <summary>A fault that <paramref name="message"/> describes and <paramref name="innerException"/> caused.</summary>
    public SceneException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
