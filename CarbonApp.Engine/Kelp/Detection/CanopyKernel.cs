using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CarbonApp.Engine.Kelp.Indices;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Engine.Kelp.Water;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>The test of docs/methods/detection.md, eight pixels at a time. Most groups are plain water and leave after the first few operations.
/// Tested against the same formulas, one pixel at a time.</summary>
internal sealed class CanopyKernel
{
    private readonly TestBands _bands;
    private readonly WaterModel _model;
    private readonly DetectionGates _gates;
    private readonly float[] _target = new float[TestBands.Count];
    private readonly float _targetSquares;
    private readonly float _perFai;
    private readonly float _faiWeight;
    private readonly bool _hasKd;
    private readonly bool _hasEdge;
    private readonly bool _hasB11;

    public CanopyKernel(TestBands bands, WaterModel model, DetectionGates gates, DetectorOptions options)
    {
        (_bands, _model, _gates) = (bands, model, gates);
        var target = options.Canopy.ToArray();
        for (var band = 0; band < TestBands.Count; band++)
        {
            _target[band] = bands.Has[band] ? target[band] : 0;
            _targetSquares += _target[band] * _target[band];
        }

        _hasB11 = bands.Has[TestBands.B11];
        _hasKd = bands.Has[TestBands.B06];
        _hasEdge = bands.Has[TestBands.B05] && _hasKd;
        _faiWeight = options.Wavelengths.FaiWeight;
        _perFai = 0.5f / SpectralFormulas.AboveLine(target[TestBands.B08], target[TestBands.B04], _hasB11 ? target[TestBands.B11] : 0, _faiWeight);
    }

    /// <summary>Tests one row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="searched">Pixels to be tested, as <see cref="Masks.BitMask.Row"/>; their blocks' water has to be known.</param>
    /// <param name="found">Gets the answer; is not cleared before.</param>
    public void TestRow(int row, ReadOnlySpan<ulong> searched, in RowFindings found)
    {
        Span<float> left = stackalloc float[WaterBlock.Length];
        Span<float> slope = stackalloc float[WaterBlock.Length];
        var side = _model.Side;

        // Between the middles of blocks of 16 pixels and more; smaller ones, on a coarse overview, are taken as even.
        var shift = side % 16 == 0 ? side / 2 : 0;
        for (var block = shift == 0 ? 0 : -1; block * side + shift < _bands.Width; block++)
        {
            var (start, end) = (block * side + shift, Math.Min(block * side + shift + side, _bands.Width));
            if (IsAnySearched(searched, Math.Max(start, 0), end) && PrepareSegment(block, row, shift, left, slope))
            {
                for (var column = Math.Max(start, 0); column < end; column += 8)
                {
                    var group = (uint)(searched[column >> 6] >> (column & 63)) & 0xFF;
                    if (group != 0)
                    {
                        TestGroup(row, column, column - start, group, left, slope, found);
                    }
                }
            }
        }
    }

    private bool PrepareSegment(int block, int row, int shift, Span<float> left, Span<float> slope)
    {
        if (shift == 0)
        {
            _model.Block(block, row / _model.Side).CopyTo(left);
            slope.Clear();
            return !float.IsNaN(left[0]);
        }

        if (!_model.TryAtRow(block, row, left, slope))
        {
            return false;
        }

        for (var i = 0; i < WaterBlock.Length; i++)
        {
            slope[i] = (slope[i] - left[i]) / _model.Side;
        }

        return true;
    }

    private void TestGroup(int row, int column, int offset, uint group, ReadOnlySpan<float> left, ReadOnlySpan<float> slope, in RowFindings found)
    {
        var position = Vector256.Create(0.5f, 1.5f, 2.5f, 3.5f, 4.5f, 5.5f, 6.5f, 7.5f) + Vector256.Create((float)offset);
        var d04 = Load(TestBands.B04, row, column) - At(WaterBlock.Mean + TestBands.B04, position, left, slope);
        var d08 = Load(TestBands.B08, row, column) - At(WaterBlock.Mean + TestBands.B08, position, left, slope);
        var d11 = Load(TestBands.B11, row, column) - At(WaterBlock.Mean + TestBands.B11, position, left, slope);
        var dFai = d08 - d04 - (d11 - d04) * Vector256.Create(_faiWeight);
        var faiLimit = Vector256.Max(Vector256.Create(_gates.FaiFloor), At(WaterBlock.FaiSigma, position, left, slope) * Vector256.Create(_gates.FaiSigmas));
        var surface = Vector256.GreaterThanOrEqual(dFai, faiLimit);
        var dark = Vector256.LessThanOrEqual(d11, d08 * Vector256.Create(_gates.B11Share) + Vector256.Create(_gates.B11Floor));
        var glint = Vector256.AndNot(Vector256.GreaterThan(d11, Vector256.Create(_gates.GlintB11)), dark);
        surface &= dark;
        var (b05, b06) = (Load(TestBands.B05, row, column), Load(TestBands.B06, row, column));
        var near = _hasEdge ? NearSurface(b05, b06, position, left, slope) & dark & Vector256.LessThan(dFai, faiLimit) : default;

        var (surfaceBits, nearBits, glintBits) = (Bits(surface) & group, Bits(near) & group, _hasB11 ? Bits(glint) & group : 0);
        if ((surfaceBits | nearBits | glintBits) == 0)
        {
            return;
        }

        var d05 = b05 - At(WaterBlock.Mean + TestBands.B05, position, left, slope);
        var d06 = b06 - At(WaterBlock.Mean + TestBands.B06, position, left, slope);
        if (_hasKd)
        {
            var kdLimit = Vector256.Max(Vector256.Create(_gates.KdFloor), At(WaterBlock.KdSigma, position, left, slope) * Vector256.Create(_gates.KdSigmas));
            surface &= Vector256.GreaterThanOrEqual(d06 - d04, kdLimit);
        }

        if (_hasEdge)
        {
            var floored = Vector256.Max(b06, Vector256.Create(0.5f * SpectralFormulas.DenominatorFloor));
            surface &= Vector256.GreaterThan(b05, floored * Vector256.Create(_gates.LowestEdgeRatio)) & Vector256.LessThan(b05, floored * Vector256.Create(_gates.HighestEdgeRatio));
        }

        var f = d04 * At(WaterBlock.Filter + TestBands.B04, position, left, slope)
            + d05 * At(WaterBlock.Filter + TestBands.B05, position, left, slope)
            + d06 * At(WaterBlock.Filter + TestBands.B06, position, left, slope)
            + d08 * At(WaterBlock.Filter + TestBands.B08, position, left, slope)
            + d11 * At(WaterBlock.Filter + TestBands.B11, position, left, slope);
        surface &= Vector256.GreaterThanOrEqual(f, At(WaterBlock.FilterSigma, position, left, slope) * Vector256.Create(_gates.FilterSigmas));
        surface &= Vector256.LessThan(Residual(d04, d05, d06, d08, d11, f), f * f * Vector256.Create(_gates.Residual * _gates.Residual * _targetSquares));
        var cover = Vector256.Create(0.5f) * f + dFai * Vector256.Create(_perFai);
        Report(column, Bits(surface) & surfaceBits, nearBits, glintBits, cover, found);
    }

    private Vector256<float> NearSurface(Vector256<float> b05, Vector256<float> b06, Vector256<float> position, ReadOnlySpan<float> left, ReadOnlySpan<float> slope)
    {
        var above = Vector256.Max(Vector256.Create(_gates.NearSurfaceFloor), At(WaterBlock.NdreSigma, position, left, slope) * Vector256.Create(_gates.NearSurfaceSigmas));
        var limit = At(WaterBlock.Ndre, position, left, slope) + above;
        var sum = Vector256.Max(b06 + b05, Vector256.Create(SpectralFormulas.DenominatorFloor));
        return Vector256.GreaterThanOrEqual(b06 - b05, limit * sum);
    }

    private Vector256<float> Residual(Vector256<float> d04, Vector256<float> d05, Vector256<float> d06, Vector256<float> d08, Vector256<float> d11, Vector256<float> f)
    {
        var r04 = d04 - f * Vector256.Create(_target[TestBands.B04]);
        var r05 = d05 - f * Vector256.Create(_target[TestBands.B05]);
        var r06 = d06 - f * Vector256.Create(_target[TestBands.B06]);
        var r08 = d08 - f * Vector256.Create(_target[TestBands.B08]);
        var r11 = d11 - f * Vector256.Create(_target[TestBands.B11]);
        return r04 * r04 + r05 * r05 + r06 * r06 + r08 * r08 + r11 * r11;
    }

    private static void Report(int column, uint surface, uint near, uint glint, Vector256<float> cover, in RowFindings found)
    {
        var (word, bit) = (column >> 6, column & 63);
        for (var lanes = surface | near; lanes != 0; lanes &= lanes - 1)
        {
            var lane = System.Numerics.BitOperations.TrailingZeroCount(lanes);
            var share = Math.Clamp(cover[lane], 0, 1);
            if ((surface >> lane & 1) != 0 && share < CanopyCover.LeastMapped)
            {
                surface &= ~(1u << lane);
                found.Trace[word] |= 1UL << (bit + lane);
                continue;
            }

            if (!found.Cover.IsEmpty)
            {
                found.Cover[column + lane] = CanopyCover.ToCode(share);
            }
        }

        found.Surface[word] |= (ulong)surface << bit;
        found.NearSurface[word] |= (ulong)near << bit;
        found.Glint[word] |= (ulong)glint << bit;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Bits(Vector256<float> mask) => mask.ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> At(int parameter, Vector256<float> position, ReadOnlySpan<float> left, ReadOnlySpan<float> slope) =>
        Vector256.Create(left[parameter]) + Vector256.Create(slope[parameter]) * position;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> Load(int band, int row, int column)
    {
        var buffer = _bands.Buffers[band];
        return Reflectances.Load(buffer, row, column);
    }

    private static bool IsAnySearched(ReadOnlySpan<ulong> searched, int start, int end)
    {
        for (var column = start; column < end; column += 8)
        {
            if (((searched[column >> 6] >> (column & 63)) & 0xFF) != 0)
            {
                return true;
            }
        }

        return false;
    }
}
