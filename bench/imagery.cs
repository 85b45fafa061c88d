#:project ../CarbonApp.Engine/CarbonApp.Engine.csproj
// How fast one core decodes: dotnet run -c Release bench/imagery.cs FILE... ; every file whole, from memory, one request at a time,
// best of twenty; bytes allocated are those of one read after the first.
using System.Diagnostics;
using System.Globalization;
using CarbonApp.Engine.Kelp.Imagery;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine("| file | samples | compression, predictor | Msamples/s | allocated bytes/block |");
Console.WriteLine("|---|---|---|---|---|");
foreach (var path in args)
{
    var content = File.ReadAllBytes(path);
    var tiff = await GeoTiff.OpenAsync((offset, destination, _) =>
    {
        var length = (int)Math.Clamp(content.Length - offset, 0, destination.Length);
        content.AsSpan((int)Math.Min(offset, content.Length), length).CopyTo(destination.Span);
        return new(length);
    });
    var line = tiff.Images[0].SampleType switch
    {
        SampleType.U8 => await MeasureAsync<byte>(tiff),
        SampleType.U16 => await MeasureAsync<ushort>(tiff),
        SampleType.I16 => await MeasureAsync<short>(tiff),
        SampleType.F32 => await MeasureAsync<float>(tiff),
        SampleType.F64 => await MeasureAsync<double>(tiff),
        var other => $"{other} | | |",
    };
    Console.WriteLine($"| {Path.GetFileName(path)} | {line}");
}

static async Task<string> MeasureAsync<T>(GeoTiff tiff)
    where T : unmanaged, System.Numerics.INumberBase<T>
{
    var image = tiff.Images[0];
    var window = PixelWindow.Whole(image);
    int[] bands = [.. Enumerable.Range(0, image.Bands)];
    var samples = new T[window.Pixels * bands.Length];
    var (best, allocated) = (TimeSpan.MaxValue, 0L);
    for (var round = 0; round < 20; round++)
    {
        var (started, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        await tiff.ReadAsync<T>(0, bands, window, samples, requestsInFlight: 1);
        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(started).Ticks));
    }

    var blocks = ((image.Width + image.BlockWidth - 1) / image.BlockWidth) * ((image.Height + image.BlockHeight - 1) / image.BlockHeight) * (image.BandsApart ? image.Bands : 1);
    return $"{image.Width} × {image.Height} × {image.Bands} {image.SampleType} | {image.Compression}, {image.Predictor} | {samples.Length / best.TotalSeconds / 1e6:0} | {allocated / blocks} |";
}
