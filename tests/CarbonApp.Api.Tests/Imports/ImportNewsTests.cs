using System.Net;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Imports;

public sealed class ImportNewsTests(PostgresServer server)
{
    private const string Signal = "/api/v2/signals/ZZ-NEWS?from=2020-01-01T00:00Z&to=2020-01-01T01:00Z";

    /// <summary>Far longer than the test: whoever learns of the import did not simply forget what he knew.</summary>
    private static readonly Dictionary<string, string> Settings = new() { ["Grid:Store:RememberSeconds"] = "300", ["Sources:Offline"] = "true" };

    [Fact]
    public async Task Post_ToOneReplica_IsSeenByAnotherThatHadLookedBefore()
    {
        var connection = await server.CreateDatabaseAsync("import_news");
        await using var one = ApiOnPostgres.Start(connection, Settings);
        await using var other = ApiOnPostgres.Start(connection, Settings);
        await Task.WhenAll(one.ReadyAsync(), other.ReadyAsync());

        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(other));
        await one.ImportAsync("?zone=ZZ-NEWS", "Time,value\n2020-01-01 00:00,100\n2020-01-01 00:30,105\n");

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await AskAsync(other) != HttpStatusCode.OK)
        {
            await Task.Delay(50, limit.Token);
        }
    }

    private static async Task<HttpStatusCode> AskAsync(ApiOnPostgres api)
    {
        using var answer = await api.Client.GetAsync(new Uri(Signal, UriKind.Relative));
        return answer.StatusCode;
    }
}
