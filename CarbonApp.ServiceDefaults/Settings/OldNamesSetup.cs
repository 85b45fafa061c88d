using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CarbonApp.ServiceDefaults.Settings;

/// <summary>Puts <see cref="OldNamesProvider"/> into a configuration, and says what became of each old name that is set.</summary>
internal static partial class OldNamesSetup
{
    public static void AddOldNames(this IHostApplicationBuilder builder)
    {
        var sources = builder.Configuration.Sources;
        if (sources.OfType<Source>().Any())
        {
            return;
        }

        sources.Add(new Source((IConfigurationRoot)builder.Configuration));
        builder.Services.AddSettingsCheck(new Check());
        builder.Services.AddHostedService<Notice>();
    }

    private sealed class Source(IConfigurationRoot all) : IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => new OldNamesProvider(all);
    }

    private sealed class Check : ISettingsCheck
    {
        public IEnumerable<string> FaultsOf(IConfiguration configuration) =>
            from old in OldNames.All
            let value = configuration[old.Name]?.Trim()
            where !string.IsNullOrEmpty(value) && old.Translate(value) is null
            select $"{old.Name} is '{value}', expected: {old.Note}. Correct it, or remove it and set {old.Setting}.";
    }

    private sealed class Notice(IConfiguration configuration, ILogger<OldName> logger) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            foreach (var old in OldNames.All.Where(o => !string.IsNullOrWhiteSpace(configuration[o.Name])))
            {
                if (old.Setting is null)
                {
                    LogMeaningless(logger, old.Name, old.Note);
                }
                else if (OldNames.GivenAs(configuration, old.Setting) == old.Name)
                {
                    LogTaken(logger, old.Name, old.Setting);
                }
                else
                {
                    LogOverruled(logger, old.Name, old.Setting);
                }
            }

            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Name} is set but without meaning here, because {Why}.")]
    private static partial void LogMeaningless(ILogger logger, string name, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Name} is an old name and counts as {Setting}.")]
    private static partial void LogTaken(ILogger logger, string name, string setting);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Name} is an old name for {Setting}, which is given or left as it is and counts instead.")]
    private static partial void LogOverruled(ILogger logger, string name, string setting);
}
