namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>Reads bytes of a file, wherever it lies. Fills <paramref name="destination"/> from byte <paramref name="offset"/> on and returns
/// how many bytes it placed: all of them, or fewer only where the file ends. May be called from several threads at once.
/// What goes wrong with the transport is thrown as the transport's own exception and passes through the reader untouched.</summary>
public delegate ValueTask<int> RangeReader(long offset, Memory<byte> destination, CancellationToken cancellationToken);
