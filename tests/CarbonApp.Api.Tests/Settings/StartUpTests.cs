using CarbonApp.ServiceDefaults.Settings;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Settings;

/// <summary>The real program with settings that are wrong in every way there is.</summary>
public sealed class StartUpTests
{
    [Fact]
    public async Task Start_ManyWrongSettings_NamesEveryOneInOneBlockAndEnds()
    {
        var (code, output, error) = await ServiceProgram.RunAsync("CarbonApp.Api", new()
        {
            ["Sources__Retries"] = "many",
            ["Sources__TimeBudgetMilliseconds"] = "9",
            ["Sources__Offline"] = "maybe",
            ["Sources__Priorities__GB__average"] = "nosuch",
            ["Sources__Neso__BaseAddress"] = "",
            ["ElectricityMaps__ForecastHours"] = "73",
            ["WattTime__Username"] = "somebody",
            ["Sdk__Kind"] = "sideways",
            ["Outbound__AllowedHosts"] = "jenkins.internal",
            ["Cors__AllowedOrigins"] = "*",
            ["ApiKeys__AdminKey"] = "geheim-1",
            ["Grid__Schedules__Secrets__team"] = "geheim-2",
            ["ConnectionStrings__carbondb"] = "Host=db;Pasword=geheim-3",
            ["Database__MostConnections"] = "0",
            ["REDIS_URL"] = "http://:geheim-4@redis",
            ["AllowedHosts"] = "https://carbon.example.org",
            ["Logging__LogLevel__Npgsql"] = "loud",
            ["KELPIE_LOG_LEVEL"] = "louder",
            ["KELPIE_ENV"] = "moon",
            ["KELPIE_MAX_WORKERS"] = "1000",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "collector",
        });

        string[] expected =
        [
            "CarbonApp.Api does not start: 21 settings are wrong.",
            "  - AllowedHosts has 'https://carbon.example.org', which is no host name. Write names without scheme, port and path, separated by semicolons, or * for all.",
            "  - ApiKeys:AdminKey is too short to be safe: give 32 characters or more, such as the output of openssl rand -hex 32.",
            "  - ConnectionStrings:carbondb is not a Postgres connection string: ",
            "  - Cors:AllowedOrigins: '*' is no origin: write scheme and host, and the port where it is not the usual, such as https://dashboard.example.org.",
            "  - Database:MostConnections is '0', not a whole number from 1 to 1,000.",
            "  - ElectricityMaps:ForecastHours is '73', outside 1 to 72. Correct it, or leave it out.",
            "  - Grid:Schedules:Secrets:team: ",
            "  - Jobs:Concurrency (given as KELPIE_MAX_WORKERS) is '1000', outside 0 to 64. Correct it, or leave it out for 1.",
            "  - KELPIE_ENV is 'moon', expected: development, staging or production. Correct it, or remove it and set environment.",
            "  - KELPIE_LOG_LEVEL is 'louder', expected: debug, info, warning, error or critical. Correct it, or remove it and set Logging:LogLevel:Default.",
            "  - Logging:LogLevel:Npgsql is 'loud', none of Trace, Debug, Information, Warning, Error, Critical, None. Correct it, or leave it out.",
            "  - OTEL_EXPORTER_OTLP_ENDPOINT is 'collector', which is no http address. Write one such as http://collector:4317, or leave it out.",
            "  - Outbound:AllowedHosts is 'jenkins.internal', which is not a list: number its entries, Outbound:AllowedHosts:0 and so on. Correct it, or leave it out.",
            "  - REDIS_URL is not a URL of the form redis://user:password@host:6379/database.",
            "  - Sdk:Kind is 'sideways', none of average, marginal. Correct it, or leave it out for average.",
            "  - Sources:Neso:BaseAddress is empty, but is needed. Correct it, or leave it out for https://api.carbonintensity.org.uk/.",
            "  - Sources:Offline is 'maybe', which is not true or false. Correct it, or leave it out for false.",
            "  - Sources:Priorities:GB:average names 'nosuch'; known are ",
            "  - Sources:Retries is 'many', which is not a whole number, 0 to 5. Correct it, or leave it out for 1.",
            "  - Sources:TimeBudgetMilliseconds is '9', outside 50 to 30000. Correct it, or leave it out for 600.",
            "  - WattTime:Username and WattTime:Password belong together: give both or neither.",
            "Every setting, its default and its range: docs/operations/configuration.md",
        ];
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length == expected.Length, error);
        Assert.All(lines.Zip(expected), pair => Assert.StartsWith(pair.Second, pair.First, StringComparison.Ordinal));
        Assert.Equal(SettingsException.ExitCode, code);
        Assert.Empty(output);
        Assert.DoesNotContain("geheim", error, StringComparison.Ordinal);
    }
}
