using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Api.Kelp.Catalog;

/// <summary>A scene whose files are open, with what reading it has taken.</summary>
internal sealed class OpenScene(SceneReader reader, TransferMeter transfer, IReadOnlyList<IDisposable> files) : IDisposable
{
    public SceneReader Reader { get; } = reader;

    /// <summary>Bytes and requests so far, opening among them.</summary>
    public TransferMeter Transfer { get; } = transfer;

    public void Dispose()
    {
        foreach (var file in files)
        {
            file.Dispose();
        }
    }
}
