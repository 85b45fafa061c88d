using System.CommandLine;
using System.Globalization;
using CarbonApp.Api.Kelp.Results;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Kelp.Tides;

/// <summary><c>carbon kelp tide</c>: how high does the water stand at a place?</summary>
internal static class TideCommand
{
    private const int MostDays = 31;

    public static Command Create(ApiOption api, Screen screen)
    {
        var lat = AreaOptions.Number("--lat", "Latitude, degrees north; south is negative.", "DEG");
        var lon = AreaOptions.Number("--lon", "Longitude, degrees east; west is negative.", "DEG");
        (lat.Required, lon.Required) = (true, true);
        var at = KelpTime.Option("--at", "The time; now if not given");
        var from = KelpTime.Option("--from", "With --to: heights every 30 minutes from this time");
        var to = KelpTime.Option("--to", "to this one, exclusive");
        var output = OutputOption.Create();
        var command = new Command(
            "tide", "Says how high the predicted tide stands above chart datum, without weather, from harmonic constituents of stations within 50 km.")
        {
            lat, lon, at, from, to, output,
        };
        command.Validators.Add(result =>
        {
            var (hasFrom, hasTo) = (result.GetResult(from) is not null, result.GetResult(to) is not null);
            if (hasFrom != hasTo || (hasFrom && result.GetResult(at) is not null))
            {
                result.AddError("Give one time with --at, or a period with --from and --to.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            var (place, json) = (QueryText.Of(("lat", QueryText.Number(parsed.GetValue(lat))), ("lon", QueryText.Number(parsed.GetValue(lon)))), OutputOption.IsJson(parsed, output));
            if (KelpTime.Value(parsed, from) is { } begin && KelpTime.Value(parsed, to) is { } end)
            {
                return await PeriodAsync(connection, place, begin, end, json, screen, cancellationToken);
            }

            var tide = await AskAsync(connection, place, KelpTime.Value(parsed, at) ?? TimeProvider.System.GetUtcNow(), cancellationToken);
            if (json)
            {
                screen.Print(tide.Text);
            }
            else
            {
                WriteInstant(tide.Value, screen);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Task<ApiAnswer<TideResponse>> AskAsync(CarbonApi api, string place, DateTimeOffset time, CancellationToken cancellationToken) =>
        api.GetAsync<TideResponse>($"api/v2/tide{place}&t={Uri.EscapeDataString(KelpTime.Text(time)!)}", cancellationToken);

    /// <summary>A day of curve around each noon after <paramref name="from"/>; as JSON an answer of the Api a line.</summary>
    private static async Task<int> PeriodAsync(
        CarbonApi api, string place, DateTimeOffset from, DateTimeOffset to, bool json, Screen screen, CancellationToken cancellationToken)
    {
        if (to <= from || to - from > TimeSpan.FromDays(MostDays))
        {
            screen.SayError($"--to has to be after --from, by at most {MostDays} days.");
            return ExitCode.Usage;
        }

        var points = new SortedDictionary<DateTimeOffset, double>();
        TideResponse? last = null;
        for (var day = from; day < to; day = day.AddDays(1))
        {
            var answer = await AskAsync(api, place, day.AddHours(12), cancellationToken);
            last = answer.Value;
            if (json)
            {
                screen.Print(answer.Text.ReplaceLineEndings(""));
            }

            foreach (var point in last.Curve.Where(p => p.T >= from && p.T < to))
            {
                points[point.T] = point.HeightM;
            }
        }

        if (!json)
        {
            WritePeriod([.. points.Select(p => new TidePoint { T = p.Key, HeightM = p.Value })], last!, screen);
        }

        return ExitCode.Ok;
    }

    private static void WriteInstant(TideResponse tide, Screen screen)
    {
        screen.Print($"{Quantities.Time(tide.T)}  {KelpQuantities.Metres(tide.HeightM)} above {tide.ChartDatum}");
        screen.Print($"{Quantities.Time(tide.Curve[0].T)}  {Curve(tide.Curve, screen)}  {Quantities.Time(tide.Curve[^1].T)}");
        SayStations(tide, screen);
    }

    private static void WritePeriod(IReadOnlyList<TidePoint> points, TideResponse tide, Screen screen)
    {
        var table = PlainTable.Create("Time (UTC)", $"Height above {tide.ChartDatum}", "");
        for (var i = 0; i < points.Count; i++)
        {
            table.Add(Quantities.Time(points[i].T), KelpQuantities.Metres(points[i].HeightM), Turn(points, i));
        }

        screen.Out.Write(table);
        SayStations(tide, screen);
    }

    /// <summary>High and low water, to the half hour.</summary>
    private static string Turn(IReadOnlyList<TidePoint> points, int i) => i == 0 || i == points.Count - 1
        ? ""
        : (points[i].HeightM.CompareTo(points[i - 1].HeightM), points[i].HeightM.CompareTo(points[i + 1].HeightM)) switch
        {
            ( > 0, >= 0) => "high",
            ( < 0, <= 0) => "low",
            _ => "",
        };

    private static string Curve(IReadOnlyList<TidePoint> curve, Screen screen) =>
        Sparkline.Draw([.. curve.Select(p => (double?)p.HeightM)], screen.Out.Profile.Capabilities.Unicode);

    private static void SayStations(TideResponse tide, Screen screen)
    {
        foreach (var station in tide.Stations)
        {
            screen.Say(string.Create(CultureInfo.InvariantCulture, $"{station.Name} ({station.Id}), {station.DistanceKm:0.0} km away, counts {100 * station.Weight:0.0} %; {station.Licence}"));
        }

        screen.Say("Predicted from harmonic constituents; weather moves the water by decimetres.");
    }
}
