using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace CarbonApp.Api.Grpc;

/// <summary>Messages on the wire: a flag byte (1 = compressed), the length in four bytes, big-endian, and the message.</summary>
internal static class GrpcFrames
{
    private const int HeaderBytes = 5;

    /// <summary>The one message of a request, whose sender has then ended it.</summary>
    /// <exception cref="GrpcException">There is none or more than one, it is cut short, compressed or too large.</exception>
    public static async Task<byte[]> ReadOnlyMessageAsync(PipeReader reader, int mostBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var length = LengthOf(read.Buffer, mostBytes);
            if (read.Buffer.Length > HeaderBytes + length)
            {
                throw new GrpcException(GrpcStatus.Unimplemented, "The method takes one message; more were sent.");
            }

            if (read.IsCompleted)
            {
                return read.Buffer.IsEmpty ? throw new GrpcException(GrpcStatus.Unimplemented, "The method takes one message; none was sent.")
                    : read.Buffer.Length < HeaderBytes + length ? throw new GrpcException(GrpcStatus.Internal, "The message is cut short.")
                    : read.Buffer.Slice(HeaderBytes).ToArray();
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public static async Task WriteAsync(PipeWriter writer, IMessage message, CancellationToken cancellationToken)
    {
        var length = message.CalculateSize();
        var header = writer.GetSpan(HeaderBytes);
        header[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], length);
        writer.Advance(HeaderBytes);
        message.WriteTo((IBufferWriter<byte>)writer);
        await writer.FlushAsync(cancellationToken);
    }

    /// <summary>Length the frame states; 0 until that much of it has come. Refuses early, before anything large is kept.</summary>
    private static int LengthOf(ReadOnlySequence<byte> buffer, int mostBytes)
    {
        if (buffer.Length < HeaderBytes)
        {
            return 0;
        }

        Span<byte> header = stackalloc byte[HeaderBytes];
        buffer.Slice(0, HeaderBytes).CopyTo(header);
        if (header[0] != 0)
        {
            throw header[0] == 1
                ? new GrpcException(GrpcStatus.Unimplemented, "Compressed messages are not taken: send identity.")
                : new GrpcException(GrpcStatus.Internal, $"The message begins with flag {header[0]}; 0 is expected.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        return length <= mostBytes
            ? (int)length
            : throw new GrpcException(GrpcStatus.ResourceExhausted, $"The message has {length} bytes; at most {mostBytes} are taken.");
    }
}
