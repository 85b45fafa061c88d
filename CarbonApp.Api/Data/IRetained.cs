namespace CarbonApp.Api.Data;

/// <summary>Rows of one feature that are dropped once they have outlived their use.</summary>
internal interface IRetained
{
    /// <summary>Drops what is too old at a time, in transactions short enough that nobody waits for a lock; how many rows.</summary>
    Task<long> DropOutlivedAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
