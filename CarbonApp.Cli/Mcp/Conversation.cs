using System.IO.Pipelines;
using System.Text.Json;

namespace CarbonApp.Cli.Mcp;

/// <summary>
/// Standard input and output as the server sees them. The server drops what it is busy with when its input ends; so its input ends only once every
/// question in it has been answered, and <c>carbon mcp &lt; questions</c> answers them all.
/// </summary>
internal sealed class Conversation
{
    private const int LongestLine = 4 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly Pipe _lines = new();
    private TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Conversation(Stream output)
    {
        _answered.SetResult();
        Output = new LineWatcher(output, line => Note(line, isQuestion: false), beforeWriting: false);
    }

    /// <summary>What the server reads.</summary>
    public Stream Input => _lines.Reader.AsStream();

    /// <summary>What the server writes.</summary>
    public Stream Output { get; }

    /// <summary>Passes <paramref name="input"/> on until it ends and its questions are answered, or for as long as anybody is likely to wait.</summary>
    public async Task PumpAsync(Stream input, CancellationToken cancellationToken)
    {
        try
        {
            await using var watched = new LineWatcher(_lines.Writer.AsStream(leaveOpen: true), line => Note(line, isQuestion: true), beforeWriting: true);
            await input.CopyToAsync(watched, cancellationToken);
            await watched.EndLineAsync(cancellationToken);
            await Task.WhenAny(Answered(), Task.Delay(Patience, cancellationToken));
        }
        finally
        {
            await _lines.Writer.CompleteAsync();
        }
    }

    private Task Answered()
    {
        lock (_gate)
        {
            return _answered.Task;
        }
    }

    private void Note(ReadOnlyMemory<byte> line, bool isQuestion)
    {
        if (IdOf(line, isQuestion) is not { } id)
        {
            return;
        }

        lock (_gate)
        {
            if (isQuestion && _open.Add(id) && _open.Count == 1)
            {
                _answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            else if (!isQuestion && _open.Remove(id) && _open.Count == 0)
            {
                _answered.TrySetResult();
            }
        }
    }

    /// <summary>The id of a question (it has a method) or answer (it has none); null for anything else.</summary>
    private static string? IdOf(ReadOnlyMemory<byte> line, bool isQuestion)
    {
        try
        {
            using var message = JsonDocument.Parse(line);
            return message.RootElement.ValueKind == JsonValueKind.Object
                && message.RootElement.TryGetProperty("id", out var id)
                && message.RootElement.TryGetProperty("method", out _) == isQuestion
                ? id.GetRawText()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Writes on, and shows each line once it is whole: a question before it can be answered, an answer after it has been written. Lines too
    /// long to be kept are passed on unseen.
    /// </summary>
    private sealed class LineWatcher(Stream onward, Action<ReadOnlyMemory<byte>> seen, bool beforeWriting) : Stream
    {
        private readonly MemoryStream _line = new();
        private bool _tooLong;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Watch(buffer.Span, beforeWriting);
            await onward.WriteAsync(buffer, cancellationToken);
            Watch(buffer.Span, !beforeWriting);
        }

        /// <summary>A last line without an end is a line all the same.</summary>
        public async Task EndLineAsync(CancellationToken cancellationToken)
        {
            if (_line.Length > 0)
            {
                await WriteAsync("\n"u8.ToArray(), cancellationToken);
            }
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count)
        {
            Watch(buffer.AsSpan(offset, count), beforeWriting);
            onward.Write(buffer, offset, count);
            Watch(buffer.AsSpan(offset, count), !beforeWriting);
        }

        public override void Flush() => onward.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => onward.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _line.Dispose();
            base.Dispose(disposing);
        }

        private void Watch(ReadOnlySpan<byte> bytes, bool now)
        {
            if (!now)
            {
                return;
            }

            for (var end = bytes.IndexOf((byte)'\n'); end >= 0; end = bytes.IndexOf((byte)'\n'))
            {
                Keep(bytes[..end]);
                if (!_tooLong)
                {
                    seen(_line.GetBuffer().AsMemory(0, (int)_line.Length));
                }

                _line.SetLength(0);
                _tooLong = false;
                bytes = bytes[(end + 1)..];
            }

            Keep(bytes);
        }

        private void Keep(ReadOnlySpan<byte> bytes)
        {
            _tooLong |= _line.Length + bytes.Length > LongestLine;
            if (!_tooLong)
            {
                _line.Write(bytes);
            }
        }
    }
}
