using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>Opens the file of a band, wherever it is. Called once per file of a scene, possibly for several at a time.</summary>
public delegate ValueTask<RangeReader> AssetOpener(SceneAsset asset, CancellationToken cancellationToken);
