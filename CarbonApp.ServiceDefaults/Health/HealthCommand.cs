using System.Globalization;

namespace CarbonApp.ServiceDefaults.Health;

/// <summary><c>--health</c> instead of starting the service: asks the one that runs here whether it lives. For containers, whose images hold no curl.</summary>
public static class HealthCommand
{
    private const string Argument = "--health";
    private const string PortsVariable = "ASPNETCORE_HTTP_PORTS";
    private const int DefaultPort = 8080;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static bool IsAsked(string[] args) => args is [Argument, ..];

    /// <summary>Asks <c>/health/live</c> at the address given after <c>--health</c>, else at the first of ASPNETCORE_HTTP_PORTS, else at 8080.</summary>
    /// <returns>Exit code: 0 where it lives.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var address = new Uri(args.Length > 1 ? args[1] : Address(Environment.GetEnvironmentVariable(PortsVariable)));
        using var client = new HttpClient { Timeout = Limit };
        try
        {
            using var answer = await client.GetAsync(new Uri(address, "/health/live"));
            if (answer.IsSuccessStatusCode)
            {
                return 0;
            }

            await Console.Error.WriteLineAsync($"{address} answers with status {(int)answer.StatusCode}.");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer within {Limit.TotalSeconds} s: {e.Message}");
        }

        return 1;
    }

    internal static string Address(string? ports)
    {
        var first = ports?.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();
        var port = int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : DefaultPort;
        return string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
    }
}
