using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CarbonApp.Engine.Kelp.Radiometry;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>Reflectances of any eight pixels of a row; of no meaning where there is no data.</summary>
internal ref struct RowPixels(TestBands bands, int row)
{
    private readonly RowOfBand _b04 = new(bands.Buffers[TestBands.B04], row);
    private readonly RowOfBand _b05 = new(bands.Buffers[TestBands.B05], row);
    private readonly RowOfBand _b06 = new(bands.Buffers[TestBands.B06], row);
    private readonly RowOfBand _b08 = new(bands.Buffers[TestBands.B08], row);
    private readonly RowOfBand _b11 = new(bands.Buffers[TestBands.B11], row);

    public Vector256<float> B04 { get; private set; }

    public Vector256<float> B05 { get; private set; }

    public Vector256<float> B06 { get; private set; }

    public Vector256<float> B08 { get; private set; }

    public Vector256<float> B11 { get; private set; }

    /// <summary>Takes the pixels at the first eight of some columns, which have to be columns of the image: that is not checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(scoped ReadOnlySpan<int> columns)
    {
        (B04, B05, B06, B08, B11) = (_b04.At(columns), _b05.At(columns), _b06.At(columns), _b08.At(columns), _b11.At(columns));
    }

    private readonly ref struct RowOfBand(BandBuffer buffer, int row)
    {
        private readonly ref ushort _first = ref buffer.PlaceOf(row).First;
        private readonly int _shift = buffer.Repeat - 1;
        private readonly int _offset = buffer.OffsetDn;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> At(scoped ReadOnlySpan<int> columns)
        {
            ref var column = ref MemoryMarshal.GetReference(columns);
            var numbers = Vector256.Create(
                Number(column), Number(Unsafe.Add(ref column, 1)), Number(Unsafe.Add(ref column, 2)), Number(Unsafe.Add(ref column, 3)),
                Number(Unsafe.Add(ref column, 4)), Number(Unsafe.Add(ref column, 5)), Number(Unsafe.Add(ref column, 6)), Number(Unsafe.Add(ref column, 7)));
            return Vector256.ConvertToSingle(numbers + Vector256.Create(_offset)) * Vector256.Create(SurfaceReflectance.PerDn);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private int Number(int column) => Unsafe.Add(ref _first, column >> _shift);
    }
}
