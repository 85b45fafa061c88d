using CarbonApp.ServiceDefaults.Connections;
using Microsoft.Extensions.Configuration;
using Npgsql;
using StackExchange.Redis;

namespace CarbonApp.Api.Tests.ServiceDefaults;

public sealed class ConnectionStringTests
{
    [Fact]
    public void Database_NothingSaidOfLimits_GetsThem()
    {
        var found = Database(("ConnectionStrings:carbondb", "Host=db;Database=carbondb"));

        Assert.Equal((5, 15, 50), (found.Timeout, found.CommandTimeout, found.MaxPoolSize));
    }

    [Fact]
    public void Database_OwnLimits_Win()
    {
        var found = Database(("ConnectionStrings:carbondb", "Host=db;Timeout=1;CommandTimeout=600;MaxPoolSize=7"));

        Assert.Equal((1, 600, 7), (found.Timeout, found.CommandTimeout, found.MaxPoolSize));
    }

    [Fact]
    public void Database_MostConnectionsSet_LimitsThePoolUnlessTheStringDoes()
    {
        Assert.Equal(8, Database(("DATABASE_URL", "postgres://db/x"), ("Database:MostConnections", "8")).MaxPoolSize);
        Assert.Equal(7, Database(("ConnectionStrings:carbondb", "Host=db;MaxPoolSize=7"), ("Database:MostConnections", "8")).MaxPoolSize);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("many")]
    public void Database_MostConnectionsOutOfRange_ErrorNamesTheSetting(string value)
    {
        var error = Assert.Throws<InvalidOperationException>(() => Database(("DATABASE_URL", "postgres://db/x"), ("Database:MostConnections", value)));

        Assert.Contains("Database:MostConnections", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Database_Url_IsUnderstoodWithEscapesAndSslMode()
    {
        var found = Database(("DATABASE_URL", "postgres://me:p%40ss%2Fword@db.example:6543/carbon?sslmode=verify-full"));

        Assert.Equal(
            ("db.example", 6543, "me", "p@ss/word", "carbon", SslMode.VerifyFull),
            (found.Host, found.Port, found.Username, found.Password, found.Database, found.SslMode));
    }

    [Fact]
    public void Database_BothNames_TheNewOneWins()
    {
        var found = Database(("DATABASE_URL", "postgres://old/x"), ("ConnectionStrings:carbondb", "Host=new"));

        Assert.Equal("new", found.Host);
    }

    [Fact]
    public void Database_NeitherName_ErrorNamesTheSetting()
    {
        var error = Assert.Throws<InvalidOperationException>(() => DatabaseConnectionString.Get(Configuration(), "carbondb"));

        Assert.Contains("ConnectionStrings__carbondb", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mysql://me:geheim@db/carbon")]
    [InlineData("Host=db;Pasword=geheim")]
    public void Database_Malformed_ErrorNamesTheKeyButNotThePassword(string value)
    {
        var error = Assert.Throws<InvalidOperationException>(() => Database(("ConnectionStrings:carbondb", value)));

        Assert.Contains("ConnectionStrings:carbondb", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Cache_Url_BecomesTheClientsForm()
    {
        var options = ConfigurationOptions.Parse(Cache(("REDIS_URL", "rediss://:secret@cache.example:7000/2"))!);

        Assert.Equal("cache.example:7000", options.EndPoints.Single().ToString()!.Replace("Unspecified/", "", StringComparison.Ordinal));
        Assert.Equal(("secret", 2, true), (options.Password, options.DefaultDatabase, options.Ssl));
    }

    [Fact]
    public void Cache_UrlWithUser_IsRefusedWithTheRemedy()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Cache(("REDIS_URL", "redis://bob:secret@cache")));

        Assert.Contains("leave the name out", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cache_NeitherName_IsNone() => Assert.Null(Cache());

    private static NpgsqlConnectionStringBuilder Database(params (string, string)[] settings) =>
        new(DatabaseConnectionString.Get(Configuration(settings), "carbondb"));

    private static string? Cache(params (string, string)[] settings) =>
        CacheConnection.FindConnectionString(Configuration(settings), "cache");

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)))
        .Build();
}
