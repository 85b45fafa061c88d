using CarbonApp.Api.Grid.Signals;
using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Forecasts;

/// <summary>Writes a forecast as its wire records.</summary>
internal static class ForecastAnswer
{
    private static readonly TimeSpan Stale = TimeSpan.FromHours(3);

    public static ForecastResponse Of(CarbonForecast forecast, OwnForecast own, ForecastSkill record, double[] levels, int hours)
    {
        var basis = forecast.Basis;
        return new ForecastResponse
        {
            Zone = basis.Zone.Value,
            ZoneName = GridZoneTable.Find(basis.Zone)?.Name ?? basis.Zone.Value,
            Kind = WireNames.Of(basis.Kind),
            Factor = WireNames.Of(basis.Factor),
            IssuedAt = forecast.IssuedAt,
            Method = MethodOf(forecast),
            Quantiles = levels,
            Hours = HoursOf(forecast, levels, hours),
            Skill = own.Skill is { Days: > 0 } skill ? SkillOf(skill, forecast.IssuedAt) : null,
            Record = record.Days > 0 ? SkillOf(record, forecast.IssuedAt) : null,
            Warnings = [.. WarningsOf(forecast, own.Measured)],
        };
    }

    private static ForecastMethodItem MethodOf(CarbonForecast forecast) => new()
    {
        Name = forecast.Method.Penalty is null ? "mean-day" : "ridge",
        Penalty = forecast.Method.Penalty,
        Days = forecast.Method.Days,
        TrainedFrom = forecast.Method.TrainedFrom,
        TrainedTo = forecast.Method.TrainedTo,
        Scenarios = forecast.Scenarios.Count,
    };

    private static ForecastHour[] HoursOf(CarbonForecast forecast, double[] levels, int count)
    {
        var bands = forecast.Scenarios.Count == 0 ? null : Array.ConvertAll(levels, forecast.Quantile);
        var hours = new ForecastHour[Math.Min(count, forecast.Mean.Count)];
        for (var h = 0; h < hours.Length; h++)
        {
            var slot = forecast.Mean[h];
            hours[h] = new ForecastHour
            {
                Start = slot.Start,
                End = slot.End,
                Intensity = slot.GramsPerKilowattHour,
                Quantiles = bands is null ? null : Array.ConvertAll(bands, band => band.GramsPerKilowattHour[h]),
            };
        }

        return hours;
    }

    private static ForecastSkillItem SkillOf(ForecastSkill skill, DateTimeOffset issuedAt) => new()
    {
        From = issuedAt.AddDays(-OwnForecasts.SkillDays),
        To = issuedAt,
        Days = skill.Days,
        Own = ErrorOf(skill.Ridge),
        Persistence = ErrorOf(skill.Persistence),
        MeanDay = ErrorOf(skill.MeanDay),
        CoveragePercent = Percent(skill.Coverage),
    };

    private static ForecastErrorItem ErrorOf(ForecastError error) => new()
    {
        MeanAbsolutePercent = Percent(error.MeanAbsolutePercentage),
        MeanAbsolute = error.MeanAbsolute,
        KeptSavingPercent = Percent(error.KeptSaving),
    };

    private static double? Percent(double part) => double.IsFinite(part) ? 100 * part : null;

    private static IEnumerable<string> WarningsOf(CarbonForecast forecast, CarbonSignal measured)
    {
        if (forecast.Method.Penalty is null)
        {
            yield return "MEAN_DAY";
        }

        if (forecast.Scenarios.Count == 0)
        {
            yield return "NO_BAND";
        }

        if (forecast.IssuedAt - LastKnown(measured) > Stale)
        {
            yield return "STALE_HISTORY";
        }
    }

    private static DateTimeOffset LastKnown(CarbonSignal measured)
    {
        var last = measured.Count - 1;
        while (last >= 0 && measured[last].IsGap)
        {
            last--;
        }

        return last < 0 ? DateTimeOffset.MinValue : measured[last].End;
    }
}
