using CarbonApp.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CarbonApp.ServiceDefaults.Secrets;

/// <summary>Secrets as settings, from every source that is set.</summary>
internal static class SecretSources
{
    /// <summary>
    /// Adds the sources after all others, so that what a secret store says counts; the folder first, so that it may hold what lets us into
    /// the others.
    /// </summary>
    public static void AddSecrets(this IHostApplicationBuilder builder)
    {
        var patience = TimeSpan.FromSeconds(30);
        if (builder.Read<SecretOptions>(SecretOptions.Section) is { } all)
        {
            patience = TimeSpan.FromSeconds(all.TimeoutSeconds);
            builder.Add(string.IsNullOrWhiteSpace(all.Folder) ? null : new FolderSecrets(all.Folder), patience);
        }

        if (builder.Read<KeyVaultOptions>(KeyVaultOptions.Section) is { Address: not null } azure)
        {
            builder.Add(new KeyVaultSecrets(azure, Variable, TimeProvider.System), patience);
        }

        if (builder.Read<AwsSecretOptions>(AwsSecretOptions.Section) is { Ids.Count: > 0 } aws)
        {
            builder.Add(new AwsSecrets(aws, Variable, TimeProvider.System), patience);
        }

        if (builder.Read<VaultOptions>(VaultOptions.Section) is { Address: not null } vault)
        {
            builder.Add(new VaultSecrets(vault, TimeProvider.System), patience);
        }

        builder.Services.AddHostedService<SecretsFollower>();

        // What a platform sets in the environment may as well stand among the settings, such as in a file of the folder.
        string? Variable(string name) => builder.Configuration[name];
    }

    /// <summary>A section's options; null where they are wrong, which stops the start by their check.</summary>
    private static TOptions? Read<TOptions>(this IHostApplicationBuilder builder, string section)
        where TOptions : class, new()
    {
        builder.Services.AddSettings<TOptions>(section);
        return new SettingsCheck<TOptions>(section).FaultsOf(builder.Configuration).Any() ? null : builder.Configuration.GetSection(section).Get<TOptions>() ?? new TOptions();
    }

    private static void Add(this IHostApplicationBuilder builder, ISecretSource? source, TimeSpan patience)
    {
        if (source is null)
        {
            return;
        }

        var provider = new SecretsProvider(source, patience);
        builder.Configuration.Sources.Add(provider);
        builder.Services.AddSingleton(provider);
        builder.Services.AddSettingsCheck(provider);
    }
}
