using System.Globalization;
using System.Text;
using Google.Protobuf;

namespace CarbonApp.Api.Grpc;

/// <summary>
/// The methods of a service, called as gRPC over HTTP/2: framing, deadlines, trailers, status. By hand, because the package that does it
/// is not on every feed (docs/decisions, "gRPC by hand").
/// </summary>
internal sealed partial class GrpcCalls(ILogger<GrpcCalls> logger)
{
    /// <summary>The scaler's messages hold names and a little metadata.</summary>
    public const int MostBytes = 64 * 1024;

    private readonly Dictionary<string, Func<byte[], HttpContext, CancellationToken, Task>> _methods = new(StringComparer.Ordinal);

    /// <summary>Adds a method that takes one message and answers one.</summary>
    public GrpcCalls Unary<TRequest>(string path, MessageParser<TRequest> parser, Func<TRequest, CancellationToken, Task<IMessage>> method)
        where TRequest : IMessage<TRequest> => Add(path, async (bytes, context, cancellationToken) =>
        {
            var answer = await method(parser.ParseFrom(bytes), cancellationToken);
            await GrpcFrames.WriteAsync(context.Response.BodyWriter, answer, cancellationToken);
        });

    /// <summary>Adds a method that takes one message and answers any number.</summary>
    public GrpcCalls Stream<TRequest>(string path, MessageParser<TRequest> parser, Func<TRequest, CancellationToken, IAsyncEnumerable<IMessage>> method)
        where TRequest : IMessage<TRequest> => Add(path, async (bytes, context, cancellationToken) =>
        {
            await foreach (var answer in method(parser.ParseFrom(bytes), cancellationToken))
            {
                await GrpcFrames.WriteAsync(context.Response.BodyWriter, answer, cancellationToken);
            }
        });

    /// <summary>Answers a call; never throws. When <paramref name="stopping"/> comes the call ends with UNAVAILABLE, so that its caller goes to another replica.</summary>
    public async Task HandleAsync(HttpContext context, CancellationToken stopping)
    {
        if (!IsGrpc(context.Request.ContentType))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-accept-encoding"] = "identity";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            if (!_methods.TryGetValue(context.Request.Path.Value ?? "", out var method))
            {
                throw new GrpcException(GrpcStatus.Unimplemented, $"There is no method {context.Request.Path}.");
            }

            StartDeadline(context, stop);
            var message = await GrpcFrames.ReadOnlyMessageAsync(context.Request.BodyReader, MostBytes, stop.Token);
            await method(message, context, stop.Token);
            End(context, GrpcStatus.Ok, null);
        }
        catch (Exception exception)
        {
            End(context, exception, stopping);
        }
    }

    /// <summary>Protocol buffers; neither gRPC for browsers (application/grpc-web) nor JSON.</summary>
    private static bool IsGrpc(string? contentType) => contentType?.Split(';')[0].Trim().ToLowerInvariant() is "application/grpc" or "application/grpc+proto";

    private GrpcCalls Add(string path, Func<byte[], HttpContext, CancellationToken, Task> method)
    {
        _methods.Add(path, method);
        return this;
    }

    private static void StartDeadline(HttpContext context, CancellationTokenSource stop)
    {
        if (context.Request.Headers["grpc-timeout"].ToString() is not { Length: > 0 } text)
        {
            return;
        }

        if (!GrpcTimeout.TryParse(text, out var timeout))
        {
            throw new GrpcException(GrpcStatus.Internal, "grpc-timeout is not understood: give at most eight digits and one of H, M, S, m, u, n.");
        }

        stop.CancelAfter(timeout);
    }

    private void End(HttpContext context, Exception exception, CancellationToken stopping)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        var (status, message) = exception switch
        {
            GrpcException known => (known.Status, known.Message),
            InvalidProtocolBufferException => (GrpcStatus.Internal, "The message is no valid protocol buffer of the method's type."),
            OperationCanceledException when stopping.IsCancellationRequested => (GrpcStatus.Unavailable, "The server is stopping: ask again."),
            OperationCanceledException => (GrpcStatus.DeadlineExceeded, "The deadline has passed."),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (GrpcStatus.ResourceExhausted, $"The request is too large; at most {MostBytes} bytes are taken."),
            BadHttpRequestException bad => (GrpcStatus.Internal, bad.Message),
            _ => (GrpcStatus.Internal, "The fault is ours and has been logged."),
        };
        if (exception is not (GrpcException or InvalidProtocolBufferException or OperationCanceledException or BadHttpRequestException))
        {
            LogUnexpected(logger, exception, context.Request.Path);
        }

        End(context, status, message);
    }

    /// <summary>Status and message go into the trailers, or into the headers where nothing else is sent ("Trailers-Only").</summary>
    private static void End(HttpContext context, GrpcStatus status, string? message)
    {
        if (context.Response.HasStarted)
        {
            context.Response.AppendTrailer("grpc-status", Text(status));
            if (message is not null)
            {
                context.Response.AppendTrailer("grpc-message", Escape(message));
            }

            return;
        }

        context.Response.Headers["grpc-status"] = Text(status);
        if (message is not null)
        {
            context.Response.Headers["grpc-message"] = Escape(message);
        }
    }

    private static string Text(GrpcStatus status) => ((int)status).ToString(CultureInfo.InvariantCulture);

    /// <summary>Percent-encodes every byte of UTF-8 outside space to tilde, and the percent sign.</summary>
    private static string Escape(string message)
    {
        var escaped = new StringBuilder(message.Length);
        foreach (var b in Encoding.UTF8.GetBytes(message))
        {
            _ = b is >= 0x20 and <= 0x7E and not (byte)'%' ? escaped.Append((char)b) : escaped.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return escaped.ToString();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "gRPC call {Path} failed")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, PathString path);
}
