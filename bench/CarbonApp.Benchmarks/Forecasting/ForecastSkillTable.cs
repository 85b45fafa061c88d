using System.Globalization;
using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Benchmarks.Forecasting;

/// <summary>
/// <c>dotnet run -c Release --project bench/CarbonApp.Benchmarks -- forecast-skill FILE</c>: the table of docs/methods/forecast.md, for the last
/// year of a file of hourly intensities (first column the naive UTC time, one column per zone).
/// </summary>
internal static class ForecastSkillTable
{
    public const string Command = "forecast-skill";

    public static int Write(string path, TextWriter output)
    {
        var signals = Read(path);
        var to = signals[0].End;
        var skills = new ForecastSkill[signals.Length];
        Parallel.For(0, signals.Length, i => skills[i] = ForecastSkill.Measure(signals[i], to.AddYears(-1), to));
        output.WriteLine("| zone | error % | persistence | mean day | kept saving % | persistence | mean day | coverage % |");
        output.WriteLine("|---|---|---|---|---|---|---|---|");
        for (var i = 0; i < skills.Length; i++)
        {
            output.WriteLine(Row(signals[i].Basis.Zone.Value, skills[i]));
        }

        output.WriteLine(Row("**mean**", new ForecastSkill(
            skills[0].Days, Mean(skills, s => s.Ridge), Mean(skills, s => s.Persistence), Mean(skills, s => s.MeanDay), skills.Average(s => s.Coverage))));
        return 0;
    }

    private static string Row(string name, ForecastSkill skill) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {Percent(skill.Ridge.MeanAbsolutePercentage)} | {Percent(skill.Persistence.MeanAbsolutePercentage)} | {Percent(skill.MeanDay.MeanAbsolutePercentage)} | {Percent(skill.Ridge.KeptSaving)} | {Percent(skill.Persistence.KeptSaving)} | {Percent(skill.MeanDay.KeptSaving)} | {Percent(skill.Coverage)} |");

    private static string Percent(double part) => (100 * part).ToString("0.0", CultureInfo.InvariantCulture);

    private static ForecastError Mean(ForecastSkill[] skills, Func<ForecastSkill, ForecastError> of) => new(
        skills.Average(s => of(s).MeanAbsolutePercentage), skills.Average(s => of(s).MeanAbsolute), skills.Average(s => of(s).KeptSaving));

    private static CarbonSignal[] Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var zones = lines[0].Split(',')[1..];
        var rows = Array.ConvertAll(lines[1..], line => line.Split(','));
        var start = DateTimeOffset.Parse(rows[0][0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return [.. zones.Select((zone, z) => CarbonSignal.FromRegular(
            SignalBasis.AverageLifecycle(ZoneId.Parse(zone)), start, TimeSpan.FromHours(1),
            Array.ConvertAll(rows, row => double.Parse(row[z + 1], CultureInfo.InvariantCulture)),
            new SignalProvenance(Path.GetFileName(path), SignalStatus.Measured, start)))];
    }
}
