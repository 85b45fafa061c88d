using System.Text.Json;

namespace CarbonApp.ServiceDefaults.Secrets;

/// <summary>From the names that stores allow to those of settings.</summary>
internal static class SecretNames
{
    /// <summary><c>__</c>, as in the environment, for the colon.</summary>
    public static string SettingOf(string name) => name.Replace("__", ":", StringComparison.Ordinal);

    /// <summary>Adds a JSON object: members within members by colons too, null left out.</summary>
    public static void Add(Dictionary<string, string?> secrets, JsonElement json, string path = "")
    {
        foreach (var member in json.EnumerateObject())
        {
            var name = path + SettingOf(member.Name);
            switch (member.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    Add(secrets, member.Value, name + ":");
                    break;
                case JsonValueKind.Null:
                    break;
                default:
                    secrets[name] = member.Value.ToString();
                    break;
            }
        }
    }
}
