using System.Net;
using System.Net.Http.Headers;

namespace CarbonApp.Cli.Imports;

/// <summary>Streams a file as a request's body and tells how far it is.</summary>
internal sealed class ProgressContent : HttpContent
{
    private const int ChunkSize = 128 * 1024;

    private readonly FileStream _file;
    private readonly IProgress<long> _sent;

    public ProgressContent(FileStream file, string mediaType, IProgress<long> sent)
    {
        _file = file;
        _sent = sent;
        Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        Headers.ContentLength = file.Length;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _file.Position = 0;
        var buffer = new byte[ChunkSize];
        int read;
        while ((read = await _file.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            _sent.Report(_file.Position);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _file.Length;
        return true;
    }
}
