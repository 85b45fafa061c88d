namespace CarbonApp.Api.Kelp.Catalog;

/// <summary>Counts what reading takes; from several threads at once.</summary>
internal sealed class TransferMeter
{
    private long _bytes;
    private long _requests;
    private long _failed;

    /// <summary>Bytes that came, those of attempts that failed among them.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Requests, or reads of a file.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Requests that had to be made again.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    public void Requested() => Interlocked.Increment(ref _requests);

    public void Came(int bytes) => Interlocked.Add(ref _bytes, bytes);

    public void FailedOnce() => Interlocked.Increment(ref _failed);
}
