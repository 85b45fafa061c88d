using System.ComponentModel.DataAnnotations;
using CarbonApp.Api.Grid.Schedules;

namespace CarbonApp.Api.Tests.Schedules;

public sealed class ScheduleOptionsTests
{
    [Fact]
    public void Defaults_AreValidAndThoseDocumented()
    {
        var options = new ScheduleOptions();

        Assert.True(Validator.TryValidateObject(options, new ValidationContext(options), [], validateAllProperties: true));
        Assert.Equal((900, 60, 10, 20), (options.ReplanEverySeconds, options.ReplanStopsSeconds, options.CallTimeoutSeconds, options.MaxAttempts));
        Assert.Equal((1, 300, 600, 64, 30), (options.FirstRetrySeconds, options.LongestRetrySeconds, options.RetryForSeconds, options.Concurrency, options.KeepDays));
        // Longer than any call may take, so that no living process is overtaken.
        Assert.Equal(TimeSpan.FromSeconds(12), options.Lease);
    }

    [Fact]
    public void Secrets_ThatAreNone_StopStartUpNamingThem()
    {
        var options = new ScheduleOptions { Secrets = { ["good"] = WebhookSignature.NewSecret(), ["bad"] = "password" } };
        var faults = new List<ValidationResult>();

        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);

        var fault = Assert.Single(faults).ErrorMessage;
        Assert.StartsWith("Grid:Schedules:Secrets:bad", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("password", fault, StringComparison.Ordinal);
    }
}
