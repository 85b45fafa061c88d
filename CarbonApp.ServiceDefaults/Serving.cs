using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace CarbonApp.ServiceDefaults;

/// <summary>Runs a service until it is told to stop.</summary>
public static class Serving
{
    /// <summary>Serves until SIGTERM or Ctrl+C. A service that is told to stop while it still starts, as happens when a deployment is replaced at once, ends as
    /// quietly as any other.</summary>
    /// <returns>Exit code 0.</returns>
    public static async Task<int> ServeAsync(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var stopping = app.Lifetime.ApplicationStopping;
        try
        {
            await app.RunAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host gives up what it has not started by an exception.
        }

        return 0;
    }
}
