namespace CarbonApp.Api.Jobs;

/// <summary>Work that waits.</summary>
/// <param name="Waiting">Jobs that could run now.</param>
/// <param name="OldestSeconds">Longest wait among them by the database's clock, s; 0 where none waits.</param>
internal sealed record JobBacklog(long Waiting, double OldestSeconds);
