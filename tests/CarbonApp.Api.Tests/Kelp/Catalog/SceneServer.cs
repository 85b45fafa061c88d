using System.Collections.Concurrent;
using System.Globalization;
using CarbonApp.Api.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace CarbonApp.Api.Tests.Kelp.Catalog;

/// <summary>Files of a folder over HTTP with ranges, as object stores serve them; faults can be put in front of any request.</summary>
internal sealed class SceneServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly UpstreamStandIn _server;
    private long _bytesSent;

    private SceneServer(string folder, UpstreamStandIn server) => (_folder, _server) = (folder, server);

    /// <summary>Asked first with the number of the request, from 1; true when it has answered.</summary>
    public Func<int, HttpContext, Task<bool>> Fault { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>What tells a file from another under its name.</summary>
    public string ETag { get; set; } = "\"one\"";

    public Uri Address => _server.Address;

    /// <summary>Bytes of bodies sent.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

    /// <summary>Path and range of every request.</summary>
    public ConcurrentQueue<(string Path, string Query, long From, long To)> Requests { get; } = new();

    public static async Task<SceneServer> StartAsync(string folder)
    {
        SceneServer? server = null;
        server = new SceneServer(folder, await UpstreamStandIn.StartAsync(context => server!.AnswerAsync(context)));
        return server;
    }

    /// <summary>Sends a range, or its first <paramref name="most"/> bytes and then hangs up.</summary>
    public async Task SendAsync(HttpContext context, int most = int.MaxValue, Func<int, Task>? pace = null)
    {
        var path = Path.Combine(_folder, Path.GetFileName(context.Request.Path.Value!));
        if (!File.Exists(path))
        {
            context.Response.StatusCode = 404;
            return;
        }

        var file = await File.ReadAllBytesAsync(path);
        var (from, to) = RangeOf(context, file.Length);
        context.Response.Headers.ETag = ETag;
        if (from >= file.Length)
        {
            context.Response.StatusCode = 416;
            context.Response.Headers.ContentRange = $"bytes */{file.Length}";
            return;
        }

        context.Response.StatusCode = 206;
        context.Response.Headers.ContentRange = $"bytes {from}-{to}/{file.Length}";
        context.Response.ContentLength = to - from + 1;
        await WriteAsync(context, file.AsMemory((int)from, (int)Math.Min(to - from + 1, most)), pace);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var (from, to) = RangeOf(context, long.MaxValue);
        Requests.Enqueue((context.Request.Path.Value!, context.Request.QueryString.Value!, from, to));
        if (!await Fault(Requests.Count, context))
        {
            await SendAsync(context);
        }
    }

    private async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> bytes, Func<int, Task>? pace)
    {
        const int Piece = 16 << 10;
        for (var at = 0; at < bytes.Length; at += Piece)
        {
            if (pace is not null)
            {
                await pace(at);
            }

            var piece = bytes.Slice(at, Math.Min(Piece, bytes.Length - at));
            await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            Interlocked.Add(ref _bytesSent, piece.Length);
        }
    }

    private static (long From, long To) RangeOf(HttpContext context, long length)
    {
        var range = context.Request.Headers.Range.ToString();
        if (!range.StartsWith("bytes=", StringComparison.Ordinal))
        {
            return (0, length - 1);
        }

        var ends = range[6..].Split('-');
        return (long.Parse(ends[0], CultureInfo.InvariantCulture), Math.Min(long.Parse(ends[1], CultureInfo.InvariantCulture), length - 1));
    }
}
