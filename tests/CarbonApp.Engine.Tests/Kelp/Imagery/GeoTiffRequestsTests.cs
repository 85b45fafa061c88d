using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Tests.Kelp.Imagery;

/// <summary>How a window's bytes are fetched. The raster is noise, so its 49 tiles are 9 MB: two ranges.</summary>
public class GeoTiffRequestsTests(GeoTiffRequestsTests.NoisyRaster raster) : IClassFixture<GeoTiffRequestsTests.NoisyRaster>
{
    private const int Side = 3100;

    [Fact]
    public async Task Read_MoreThanOneRange_RunsThemAtOnceAndIsTheSamples()
    {
        var running = 0;
        var both = new TaskCompletionSource();
        var tiff = await GeoTiff.OpenAsync(async (offset, destination, token) =>
        {
            if (offset > 0)
            {
                if (Interlocked.Increment(ref running) == 2)
                {
                    both.TrySetResult();
                }

                await both.Task.WaitAsync(TimeSpan.FromSeconds(30), token);
                Interlocked.Decrement(ref running);
            }

            return await raster.File.ReadAsync(offset, destination, token);
        });
        var back = new byte[Side * Side];

        await tiff.ReadAsync<byte>(0, 0, PixelWindow.Whole(tiff.Images[0]), back);

        Assert.True(raster.Samples.AsSpan().SequenceEqual(back));
    }

    [Fact]
    public async Task Read_OneRequestInFlight_NeverRunsTwo()
    {
        var running = 0;
        var tiff = await GeoTiff.OpenAsync(async (offset, destination, token) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return await raster.File.ReadAsync(offset, destination, token);
        });
        var back = new byte[Side * Side];

        await tiff.ReadAsync<byte>(0, [0], PixelWindow.Whole(tiff.Images[0]), back, requestsInFlight: 1);

        Assert.True(raster.Samples.AsSpan().SequenceEqual(back));
    }

    [Fact]
    public async Task Read_Cancelled_Stops()
    {
        using var cancelled = new CancellationTokenSource();
        var tiff = await raster.File.OpenAsync();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            tiff.ReadAsync<byte>(0, 0, PixelWindow.Whole(tiff.Images[0]), new byte[Side * Side], cancelled.Token).AsTask());
    }

    [Fact]
    public async Task Read_TransportFails_PassesItsExceptionOn()
    {
        var tiff = await GeoTiff.OpenAsync((offset, destination, token) =>
            offset == 0 ? raster.File.ReadAsync(offset, destination, token) : throw new IOException("gone"));

        await Assert.ThrowsAsync<IOException>(() => tiff.ReadAsync<byte>(0, 0, PixelWindow.Whole(tiff.Images[0]), new byte[Side * Side]).AsTask());
    }

    /// <summary>Made once: to deflate 9 MB takes most of a second.</summary>
    public sealed class NoisyRaster : IAsyncLifetime
    {
        internal byte[] Samples { get; } = new byte[Side * Side];

        internal Bytes File { get; private set; } = new([]);

        public async ValueTask InitializeAsync()
        {
            new Random(23).NextBytes(Samples);
            using var file = new MemoryStream();
            await CogWriter.WriteAsync(file, new CogRaster<byte>(Side, Side, Samples), OverviewResampling.Nearest);
            File = new Bytes(file.ToArray());
        }

        public ValueTask DisposeAsync() => default;
    }
}
