using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CarbonApp.ServiceDefaults.Settings;

/// <summary>Settings that are checked before anything starts, and followed when they change.</summary>
public static class SettingsExtensions
{
    /// <summary>Binds a section, once however often it is asked for; a wrong value stops the start, one that comes later is not taken.</summary>
    public static void AddSettings<TOptions>(this IServiceCollection services, string section)
        where TOptions : class, new()
    {
        if (services.Any(s => s.ServiceType == typeof(SettingsCheck<TOptions>)))
        {
            return;
        }

        var check = new SettingsCheck<TOptions>(section);
        services.AddSingleton(check);
        services.AddSingleton<ISettingsCheck>(check);
        services.TryAddSingleton<IOptionsFactory<TOptions>, SettingsFactory<TOptions>>();
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
    }

    /// <summary>Adds a check of settings that no options class holds.</summary>
    public static void AddSettingsCheck(this IServiceCollection services, ISettingsCheck check) => services.AddSingleton(check);

    /// <summary>
    /// Stops the start where settings are wrong, naming every fault of every section. Before the services are built, because some are
    /// built from settings and would fail with the first alone.
    /// </summary>
    /// <exception cref="SettingsException">Some are wrong.</exception>
    public static void CheckSettings(this IHostApplicationBuilder builder)
    {
        var faults = builder.Services.Where(s => s.ServiceType == typeof(ISettingsCheck)).Select(s => s.ImplementationInstance).OfType<ISettingsCheck>()
            .SelectMany(check => check.FaultsOf(builder.Configuration)).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (faults.Length > 0)
        {
            AppDomain.CurrentDomain.UnhandledException += SettingsException.EndPlainly;
            throw new SettingsException($"{builder.Environment.ApplicationName} does not start", faults);
        }
    }
}
