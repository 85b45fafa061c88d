using Microsoft.Extensions.Options;

namespace CarbonApp.ServiceDefaults.Settings;

/// <summary>Settings that keep a service from starting: every one of them.</summary>
public sealed class SettingsException(string name, IReadOnlyCollection<string> faults) : OptionsValidationException(name, typeof(object), faults)
{
    /// <summary>EX_CONFIG of sysexits.h: a supervisor can tell it from a crash.</summary>
    public const int ExitCode = 78;

    /// <summary>One block that names each fault once.</summary>
    public override string Message => string.Join(
        Environment.NewLine,
        [
            Failures.Count() == 1 ? $"{OptionsName}: a setting is wrong." : $"{OptionsName}: {Failures.Count()} settings are wrong.",
            .. Failures.Select(f => $"  - {f}"),
            "Every setting, its default and its range: docs/operations/configuration.md",
        ]);

    /// <summary>
    /// Ends the process with the block alone where nobody catches it: a stack trace says nothing to an operator, and an abort leaves a
    /// core dump. An event rather than a catch, so that a host under test sees the exception.
    /// </summary>
    internal static void EndPlainly(object sender, UnhandledExceptionEventArgs unhandled)
    {
        if (unhandled.ExceptionObject is SettingsException wrong)
        {
            Console.Error.WriteLine(wrong.Message);
            Environment.Exit(ExitCode);
        }
    }
}
