using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CarbonApp.ServiceDefaults.Settings;

/// <summary>
/// Makes the options of a section, and goes on with the last good ones where settings that changed while the service runs are wrong: a
/// slip in a secret store must not take down what it does not touch.
/// </summary>
internal sealed partial class SettingsFactory<TOptions>(
    IEnumerable<IConfigureOptions<TOptions>> setups, IEnumerable<IPostConfigureOptions<TOptions>> postSetups, IEnumerable<IValidateOptions<TOptions>> validations,
    SettingsCheck<TOptions> check, IConfiguration configuration, ILogger<SettingsFactory<TOptions>> logger) : IOptionsFactory<TOptions>
    where TOptions : class, new()
{
    private readonly OptionsFactory<TOptions> _factory = new(setups, postSetups, validations);
    private TOptions? _last;

    public TOptions Create(string name)
    {
        var faults = check.FaultsOf(configuration).ToArray();
        if (faults.Length == 0)
        {
            return _last = _factory.Create(name);
        }

        if (_last is null)
        {
            throw new SettingsException(typeof(TOptions).Name, faults);
        }

        LogKept(logger, string.Join(' ', faults));
        return _last;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Settings changed to what cannot be used; the values before go on: {Faults}")]
    private static partial void LogKept(ILogger logger, string faults);
}
