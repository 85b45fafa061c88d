using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CarbonApp.Tests.Shared;

/// <summary>Many connections that are held open by a byte a second, each until the server cuts it.</summary>
internal sealed class SlowCallers : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentBag<Task> _callers = [];

    /// <summary>How long each lasted, and what it was told.</summary>
    public ConcurrentBag<(TimeSpan Lasted, string Answer)> Cut { get; } = [];

    public int Count => _callers.Count;

    /// <summary>Connects so many, each of which sends the text at once and then a byte a second.</summary>
    public void Add(int count, Uri server, string begin)
    {
        for (var i = 0; i < count; i++)
        {
            _callers.Add(DribbleAsync(server, begin));
        }
    }

    /// <summary>Waits until all are cut.</summary>
    public Task AllCutAsync(TimeSpan limit) => Task.WhenAll(_callers).WaitAsync(limit);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_callers);
        _stopping.Dispose();
    }

    private async Task DribbleAsync(Uri server, string begin)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var began = TimeProvider.System.GetTimestamp();
        var answer = new StringBuilder();
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port), _stopping.Token);
            await socket.SendAsync(Encoding.ASCII.GetBytes(begin), _stopping.Token);
            using var done = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            var sending = SendAsync(socket, done.Token);
            var buffer = new byte[4096];
            while (await socket.ReceiveAsync(buffer, _stopping.Token) is > 0 and var read)
            {
                answer.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }

            await done.CancelAsync();
            await sending;
        }
        catch (SocketException)
        {
            // Cut without a word.
        }
        catch (OperationCanceledException)
        {
            return;
        }

        Cut.Add((TimeProvider.System.GetElapsedTime(began), answer.ToString()));
    }

    private static async Task SendAsync(Socket socket, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
                await socket.SendAsync("x"u8.ToArray(), cancellationToken);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // Whoever reads knows.
        }
    }
}
