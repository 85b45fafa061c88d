using CarbonApp.Api.Access;
using CarbonApp.Cli.Tests.Fakes;

namespace CarbonApp.Cli.Tests;

public sealed class KeysCommandTests
{
    private const string Id = "01KKQCNS00MJ2WWJEB6GG2XC41";

    private static readonly KeyResponse Made = new() { Id = Id, Name = "nightly jobs", Scopes = ["read", "plan"], CreatedAt = Answers.Midnight, Key = "carbon_x" };

    [Fact]
    public async Task Create_TwoScopes_PostsThemAndPrintsTheKeyAlone()
    {
        await using var api = (await ApiStandIn.StartAsync()).On("POST /api/v2/keys", Made);

        var run = await CarbonRun.RunAsync(api, "keys", "create", "--name", "nightly jobs", "--scope", "read", "--scope", "plan", "--expires-days", "90");

        Assert.Equal((0, "carbon_x"), (run.ExitCode, run.Output.Trim()));
        var asked = Assert.Single(api.Requests).Json;
        Assert.Equal("nightly jobs", asked.GetProperty("name").GetString());
        Assert.Equal(["read", "plan"], asked.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()));
        Assert.InRange((asked.GetProperty("expiresAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow()).TotalDays, 89, 90);
    }

    [Fact]
    public async Task List_Keys_ShowsWhatTheyAreForAndRevokeEndsOne()
    {
        var revoked = Made with { Key = null, RevokedAt = Answers.Midnight.AddDays(1) };
        await using var api = (await ApiStandIn.StartAsync()).On("GET /api/v2/keys", new KeysResponse { Keys = [Made with { Key = null }] }).On($"DELETE /api/v2/keys/{Id}", revoked);

        var list = await CarbonRun.RunAsync(api, "keys", "list");
        var revoke = await CarbonRun.RunAsync(api, "keys", "revoke", Id);

        Assert.Equal((0, 0), (list.ExitCode, revoke.ExitCode));
        Assert.Contains(Id, list.Output, StringComparison.Ordinal);
        Assert.Contains("read, plan", list.Output, StringComparison.Ordinal);
        Assert.Contains("is revoked", revoke.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keys", "create", "--name", "x", "--scope", "root")]
    [InlineData("keys", "create", "--name", "x", "--scope", "read", "--expires-days", "0")]
    [InlineData("keys", "create", "--scope", "read")]
    public async Task Create_WrongArgument_IsAUsageError(params string[] arguments)
    {
        await using var api = await ApiStandIn.StartAsync();

        var run = await CarbonRun.RunAsync(api, arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(api.Requests);
    }
}
