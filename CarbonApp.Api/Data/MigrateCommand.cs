using Npgsql;

namespace CarbonApp.Api.Data;

/// <summary>
/// <c>--migrate</c> instead of serving: brings the schema up to date and ends. For deployments that run it before the replicas, which
/// would otherwise do the same at their start; both may run at once.
/// </summary>
internal static class MigrateCommand
{
    private const string Argument = "--migrate";

    public static bool IsAsked(string[] args) => args.Contains(Argument, StringComparer.Ordinal);

    /// <returns>Exit code: 0 where the schema is up to date. Whoever runs it tries again otherwise, as a Kubernetes job does.</returns>
    public static async Task<int> RunAsync(IServiceProvider services)
    {
        try
        {
            var connections = services.GetRequiredService<Database>().Connections;
            var applied = await MigrationRunner.ApplyAsync(connections, MigrationFile.Embedded, CancellationToken.None);
            await Console.Out.WriteLineAsync($"Database schema is at migration {MigrationFile.Embedded.Count}; {applied.Count} applied now.");
            return 0;
        }
        catch (Exception e) when (e is MigrationException or InvalidOperationException or NpgsqlException or TimeoutException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
