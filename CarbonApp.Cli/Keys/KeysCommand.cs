using System.CommandLine;
using CarbonApp.Api.Access;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Keys;

/// <summary><c>carbon keys</c>: who may call the Api.</summary>
internal static class KeysCommand
{
    private const string Path = "api/v2/keys";

    public static Command Create(ApiOption api, Screen screen) => new(
        "keys", "Makes, lists and revokes API keys. From elsewhere than the Api's machine it takes a key itself: environment CARBONAPP_KEY, with the scope admin.")
    {
        New(api, screen),
        List(api, screen),
        Revoke(api, screen),
    };

    private static Command New(ApiOption api, Screen screen)
    {
        var name = new Option<string>("--name") { Description = "Who or what the key is for.", HelpName = "TEXT", Required = true };
        var scope = new Option<string[]>("--scope") { Description = "What it may be used for; give it once for each.", HelpName = "SCOPE", Required = true };
        scope.AcceptOnlyFromAmong("read", "plan", "import", "web", "admin");
        var expires = new Option<int?>("--expires-days") { Description = "Days until it ends by itself; never if not given.", HelpName = "N" };
        expires.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 36_500)
            {
                result.AddError("--expires-days: give 1 to 36500 days.");
            }
        });
        var output = OutputOption.Create();
        var command = new Command("create", "Makes a key and shows it, this once.") { name, scope, expires, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            var request = new CreateKeyRequest
            {
                Name = parsed.GetValue(name),
                Scopes = parsed.GetValue(scope),
                ExpiresAt = parsed.GetValue(expires) is { } days ? TimeProvider.System.GetUtcNow().AddDays(days) : null,
            };
            var made = await connection.PostAsync<KeyResponse>(Path, request, cancellationToken);
            if (OutputOption.IsJson(parsed, output))
            {
                screen.Print(made.Text);
                return ExitCode.Ok;
            }

            // The key alone on standard output, so that it can go into a file or a variable unread.
            screen.Say($"Key {made.Value.Id} for {string.Join(", ", made.Value.Scopes)}, shown this once:");
            screen.Print(made.Value.Key!);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command List(ApiOption api, Screen screen)
    {
        var output = OutputOption.Create();
        var command = new Command("list", "Lists keys, newest first; never what they are.") { output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            var keys = await connection.GetAsync<KeysResponse>(Path, cancellationToken);
            if (OutputOption.IsJson(parsed, output))
            {
                screen.Print(keys.Text);
                return ExitCode.Ok;
            }

            var table = PlainTable.Create("Key", "Name", "Scopes", "Made (UTC)", "Ends (UTC)", "Revoked (UTC)");
            foreach (var key in keys.Value.Keys)
            {
                table.Add(key.Id, key.Name, string.Join(", ", key.Scopes), Quantities.Time(key.CreatedAt), Time(key.ExpiresAt), Time(key.RevokedAt));
            }

            screen.Out.Write(table);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Revoke(ApiOption api, Screen screen)
    {
        var id = new Argument<string>("id") { Description = "Id of the key, as create and list say it." };
        var command = new Command("revoke", "Ends a key; every replica refuses it within two seconds.") { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            var key = await connection.DeleteAsync<KeyResponse>($"{Path}/{Uri.EscapeDataString(parsed.GetValue(id)!)}", cancellationToken);
            screen.Say($"Key {key.Value.Id} ('{key.Value.Name}') is revoked.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static string Time(DateTimeOffset? time) => time is { } set ? Quantities.Time(set) : "never";
}
