using System.Runtime.Intrinsics;
using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Indices;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Radiometry;

namespace CarbonApp.Engine.Kelp.Water;

/// <summary>Describes the water of every block of an image from sampled pixels, row of blocks after row of blocks.</summary>
/// <remarks>Mean and covariance from sums per cell; C' = .9·C + .1·tr(C)/n·I; spread of FAI, KD and NDRE from the median absolute deviation of up to
/// 300 pixels spread evenly over the window. A window of fewer than 200 sampled pixels is doubled, up to 2.56 km.</remarks>
internal sealed class WaterFit
{
    /// <summary>Most pixels from which a spread is taken; its standard error is then about 7 %, and neighbouring windows overlap.</summary>
    private const int MostForSpread = 300;

    /// <summary>Width of a bin of FAI and KD in a histogram, a tenth of their usual spread.</summary>
    private const float DifferenceBin = 0.00025f;

    /// <summary>Width of a bin of NDRE.</summary>
    private const float RatioBin = 0.002f;

    private readonly TestBands _bands;
    private readonly int[] _reference;
    private readonly BitMask _sample;
    private readonly BitMask _searched;
    private readonly BitMask? _land;
    private readonly BlockGrid _grid;
    private readonly MatchedFilter _filter;
    private readonly bool _measuresNdre;
    private readonly float _faiWeight;
    private readonly int _cellsAcross;
    private readonly int _cellsDown;
    private readonly int[]?[] _cellRows;
    private readonly Stack<int[]> _spare = new();
    private int _firstKept;

    /// <summary>A fit that has not begun.</summary>
    /// <param name="bands">The image; has to hold the rows that a call needs.</param>
    /// <param name="reference">Digital number per band that lies near the water's.</param>
    /// <param name="sample">Pixels taken for water.</param>
    /// <param name="searched">Pixels whose water is asked for; blocks far from them are left unknown.</param>
    /// <param name="land">Pixels that can be no water, left out of the share that is sampled; null to count all.</param>
    /// <param name="grid">How the image is cut.</param>
    /// <param name="measuresNdre">Whether NDRE is wanted; 0 otherwise.</param>
    /// <param name="options">Target and wavelengths.</param>
    public WaterFit(TestBands bands, int[] reference, BitMask sample, BitMask searched, BitMask? land, BlockGrid grid, bool measuresNdre, DetectorOptions options)
    {
        (_bands, _reference, _sample, _searched, _land, _grid) = (bands, reference, sample, searched, land, grid);
        _filter = new MatchedFilter(options.Canopy.ToArray(), bands.Has);
        _measuresNdre = measuresNdre;
        _faiWeight = options.Wavelengths.FaiWeight;
        _cellsAcross = (bands.Width + grid.CellSide - 1) / grid.CellSide;
        _cellsDown = (bands.Height + grid.CellSide - 1) / grid.CellSide;
        _cellRows = new int[]?[_cellsDown];
    }

    /// <summary>All blocks of an image that is wholly in memory.</summary>
    public WaterModel FitAll(int threads, CancellationToken cancellationToken)
    {
        var model = new WaterModel(_bands.Width, _bands.Height, _grid.BlockSide);
        for (var first = 0; first < model.Down; first += 16)
        {
            Fit(first, Math.Min(first + 16, model.Down), model, threads, cancellationToken);
        }

        return model;
    }

    /// <summary>Describes some rows of blocks; calls follow each other from top to bottom.</summary>
    public void Fit(int firstRow, int endRow, WaterModel model, int threads, CancellationToken cancellationToken)
    {
        var reach = _grid.Reach / _grid.CellSide;
        var (first, end) = (Math.Max(firstRow * _grid.BlockCells - reach, 0), Math.Min(endRow * _grid.BlockCells + reach, _cellsDown));
        for (; _firstKept < first; _firstKept++)
        {
            if (_cellRows[_firstKept] is { } done)
            {
                _spare.Push(done);
                _cellRows[_firstKept] = null;
            }
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        var missing = Enumerable.Range(first, end - first).Where(row => _cellRows[row] is null).ToArray();
        foreach (var row in missing)
        {
            _cellRows[row] = _spare.TryPop(out var spare) ? spare : new int[_cellsAcross * CellSums.Length];
        }

        Parallel.ForEach(missing, parallel, SumRow);
        Parallel.For(firstRow, endRow, parallel, row => FitRow(row, model));
    }

    private void SumRow(int row) => CellSums.AddRow(_bands, _reference, _sample, row * _grid.CellSide, _grid.CellSide, _cellRows[row]);

    private void FitRow(int down, WaterModel model)
    {
        for (var across = 0; across < model.Across; across++)
        {
            if (IsSearched(across, down))
            {
                FitBlock(across, down, model.Block(across, down));
            }
        }
    }

    /// <summary>Whether the block or its halo, which is what interpolation reaches, has a pixel that is searched.</summary>
    private bool IsSearched(int across, int down)
    {
        var halo = _grid.HaloCells * _grid.CellSide;
        var (left, right) = (Math.Max(across * _grid.BlockSide - halo, 0), Math.Min((across + 1) * _grid.BlockSide + halo, _bands.Width));
        var (top, bottom) = (Math.Max(down * _grid.BlockSide - halo, 0), Math.Min((down + 1) * _grid.BlockSide + halo, _bands.Height));
        return _searched.Count(left, top, right, bottom) > 0;
    }

    private void FitBlock(int across, int down, Span<float> block)
    {
        Span<long> sums = stackalloc long[CellSums.Length];
        var cells = _grid.BlockCells + 2 * _grid.HaloCells;
        var window = AddWindow(across, down, cells, sums);
        var pixels = (window.Right - window.Left) * (window.Bottom - window.Top) - (_land?.Count(window.Left, window.Top, window.Right, window.Bottom) ?? 0);
        block[WaterBlock.SampleShare] = (float)sums[0] / Math.Max(pixels, 1);
        while (sums[0] < BlockGrid.EnoughPixels && cells < _grid.WidestCells)
        {
            cells *= 2;
            window = AddWindow(across, down, cells, sums);
        }

        if (sums[0] < BlockGrid.FewestPixels)
        {
            return;
        }

        _filter.Describe(_bands, _reference, sums, block);
        MeasureSpread(window, sums[0], block);
    }

    /// <summary>Sums of the cells of a window round a block; the pixels it covers.</summary>
    private (int Left, int Top, int Right, int Bottom) AddWindow(int across, int down, int cells, Span<long> sums)
    {
        sums.Clear();
        var before = (cells - _grid.BlockCells) / 2;
        var (left, top) = (across * _grid.BlockCells - before, down * _grid.BlockCells - before);
        var (right, bottom) = (Math.Min(left + cells, _cellsAcross), Math.Min(top + cells, _cellsDown));
        (left, top) = (Math.Max(left, 0), Math.Max(top, 0));
        for (var row = top; row < bottom; row++)
        {
            var cellRow = _cellRows[row].AsSpan(left * CellSums.Length, (right - left) * CellSums.Length);
            for (var at = 0; at < cellRow.Length; at += CellSums.Length)
            {
                if (cellRow[at] != 0)
                {
                    for (var i = 0; i < CellSums.Length; i++)
                    {
                        sums[i] += cellRow[at + i];
                    }
                }
            }
        }

        var side = _grid.CellSide;
        return (left * side, top * side, Math.Min(right * side, _bands.Width), Math.Min(bottom * side, _bands.Height));
    }

    private void MeasureSpread((int Left, int Top, int Right, int Bottom) window, long sampled, Span<float> block)
    {
        Span<int> bins = stackalloc int[3 * RobustSpread.Bins];
        Span<int> columns = stackalloc int[window.Right - window.Left + SampledColumns.Padding];
        var weight = Vector256.Create(_faiWeight);
        var mean = block[WaterBlock.Mean..];
        var faiMiddle = Fai(mean[TestBands.B08], mean[TestBands.B04], mean[TestBands.B11]);
        var kdMiddle = mean[TestBands.B06] - mean[TestBands.B04];
        var ndreMiddle = SpectralFormulas.NormalizedDifference(mean[TestBands.B06], mean[TestBands.B05]);
        var fai = bins[..RobustSpread.Bins];
        var kd = bins[RobustSpread.Bins..(2 * RobustSpread.Bins)];
        var ndre = bins[(2 * RobustSpread.Bins)..];
        bins.Clear();
        var (across, down) = Strides(sampled);
        for (var row = window.Top; row < window.Bottom; row += down)
        {
            var count = SampledColumns.Of(_sample.Row(row), window.Left, window.Right, across, columns);
            var pixels = new RowPixels(_bands, row);
            for (var at = 0; at < count; at += Vector256<float>.Count)
            {
                pixels.Load(columns[at..]);
                var lanes = Math.Min(count - at, Vector256<float>.Count);
                RobustSpread.Count(SpectralFormulas.AboveLine(pixels.B08, pixels.B04, pixels.B11, weight), lanes, faiMiddle, DifferenceBin, fai);
                RobustSpread.Count(pixels.B06 - pixels.B04, lanes, kdMiddle, DifferenceBin, kd);
                if (_measuresNdre)
                {
                    RobustSpread.Count(SpectralFormulas.NormalizedDifference(pixels.B06, pixels.B05), lanes, ndreMiddle, RatioBin, ndre);
                }
            }
        }

        if (!fai.ContainsAnyExcept(0))
        {
            // Over 300 pixels, and the strides met none: stripes that no real water has.
            block[WaterBlock.Mean] = float.NaN;
            return;
        }

        (_, block[WaterBlock.FaiSigma]) = RobustSpread.Measure(fai, faiMiddle, DifferenceBin);
        (_, block[WaterBlock.KdSigma]) = RobustSpread.Measure(kd, kdMiddle, DifferenceBin);
        (block[WaterBlock.Ndre], block[WaterBlock.NdreSigma]) = _measuresNdre ? RobustSpread.Measure(ndre, ndreMiddle, RatioBin) : default;
    }

    private float Fai(float b08, float b04, float b11) => SpectralFormulas.AboveLine(b08, b04, b11, _faiWeight);

    /// <summary>Every how many rows and columns a pixel is taken, powers of two, so that pixels of 20 m are not taken twice. Goes with the number
    /// of sampled pixels: a small patch in a wide window is taken whole.</summary>
    private static (int Across, int Down) Strides(long sampled)
    {
        var (across, down) = (1, 1);
        while (sampled / (across * down) > MostForSpread)
        {
            (across, down) = across < down ? (across * 2, down) : (across, down * 2);
        }

        return (across, down);
    }
}
