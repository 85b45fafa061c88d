namespace CarbonApp.Engine.Kelp.Water;

/// <summary>How an image is cut for statistics of its water.</summary>
/// <param name="CellSide">Pixels along a cell, 4, 8 or 16: sums are kept per cell.</param>
/// <param name="BlockCells">Cells along a block.</param>
/// <param name="HaloCells">Cells that a block's window reaches past it on every side.</param>
/// <param name="WidestCells">Cells along the widest window that is tried.</param>
internal readonly record struct BlockGrid(int CellSide, int BlockCells, int HaloCells, int WidestCells)
{
    /// <summary>Fewest sampled pixels for which a window is not widened.</summary>
    public const int EnoughPixels = 200;

    /// <summary>Fewest from which water is described at all.</summary>
    public const int FewestPixels = 50;

    /// <summary>Pixels along a block.</summary>
    public int BlockSide => CellSide * BlockCells;

    /// <summary>Rows of pixels past a block that its widest window can reach.</summary>
    public int Reach => (WidestCells - BlockCells + 1) / 2 * CellSide;

    /// <summary>Blocks of 1.28 km with a halo of 0.64 km, on an overview.</summary>
    public static BlockGrid Wide(int decimation) => new(16, 8 / decimation, 4 / decimation, 16 / decimation);

    /// <summary>Blocks of 320 m with a halo of 160 m, widened to 2.56 km at most.</summary>
    public static BlockGrid Narrow(int decimation) => new(16 / decimation, 2, 1, 16);
}
