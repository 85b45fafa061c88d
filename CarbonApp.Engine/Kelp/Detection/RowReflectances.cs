using CarbonApp.Engine.Kelp.Radiometry;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>Reflectances of single pixels of a row; of no meaning where there is no data.</summary>
internal readonly ref struct RowReflectances(TestBands bands, int row)
{
    private readonly RowOfBand _b04 = new(bands.Buffers[TestBands.B04], row);
    private readonly RowOfBand _b05 = new(bands.Buffers[TestBands.B05], row);
    private readonly RowOfBand _b06 = new(bands.Buffers[TestBands.B06], row);
    private readonly RowOfBand _b08 = new(bands.Buffers[TestBands.B08], row);
    private readonly RowOfBand _b11 = new(bands.Buffers[TestBands.B11], row);

    public float B04(int column) => _b04.At(column);

    public float B05(int column) => _b05.At(column);

    public float B06(int column) => _b06.At(column);

    public float B08(int column) => _b08.At(column);

    public float B11(int column) => _b11.At(column);

    private readonly ref struct RowOfBand(BandBuffer buffer, int row)
    {
        private readonly ReadOnlySpan<ushort> _numbers = buffer.Row(row);
        private readonly int _shift = buffer.Repeat - 1;
        private readonly int _offset = buffer.OffsetDn;

        public float At(int column) => (_numbers[column >> _shift] + _offset) * SurfaceReflectance.PerDn;
    }
}
