namespace CarbonApp.AppHost.Servers;

/// <summary>Says in one command per system how to get a missing server.</summary>
internal static class InstallAdvice
{
    public static string For(bool redis, bool postgres)
    {
        var missing = string.Join(" and ", new[] { redis ? "redis-server" : null, postgres ? "PostgreSQL" : null }.OfType<string>());
        var settings = string.Join(" and ", new[] { redis ? "ConnectionStrings__cache" : null, postgres ? "ConnectionStrings__carbondb" : null }.OfType<string>());
        return $"""
            Not found on this machine: {missing}. Install with
              Debian, Ubuntu   {Command("sudo apt-get install -y", redis, "redis-server", postgres, "postgresql")}
              Fedora           {Command("sudo dnf install -y", redis, "valkey", postgres, "postgresql-server")}
              macOS            {Command("brew install", redis, "redis", postgres, "postgresql@17")}
              Windows          {Command("winget install", redis, "Memurai.MemuraiDeveloper", postgres, "PostgreSQL.PostgreSQL.17")}
            or name a server you already have in {settings}.
            """;
    }

    private static string Command(string tool, bool redis, string redisPackage, bool postgres, string postgresPackage) =>
        string.Join(' ', new[] { tool, redis ? redisPackage : null, postgres ? postgresPackage : null }.OfType<string>());
}
