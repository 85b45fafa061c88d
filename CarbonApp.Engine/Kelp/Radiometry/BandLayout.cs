namespace CarbonApp.Engine.Kelp.Radiometry;

/// <summary>How a band of a scene is stored and what its numbers mean.</summary>
/// <param name="Decimation">1 where its own pixels are 10 m, 2 where they are 20 m and cover 2 × 2 pixels of the area exactly.</param>
/// <param name="OffsetDn">Added to a digital number before it is divided by 10,000: −1000 since processing baseline 04.00 and in reprocessed
/// older scenes, 0 otherwise. Found from the item's metadata, never from its date.</param>
/// <param name="BlockWidth">Own pixels that are best read together, along a row.</param>
/// <param name="BlockHeight">The same, down a column.</param>
/// <param name="FirstColumn">Own column of the area at which the first whole block starts, 0 to <paramref name="BlockWidth"/> − 1.</param>
/// <param name="FirstRow">The same for rows.</param>
public readonly record struct BandLayout(int Decimation, int OffsetDn, int BlockWidth = 512, int BlockHeight = 512, int FirstColumn = 0, int FirstRow = 0);
