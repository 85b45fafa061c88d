using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CarbonApp.Cli.Kelp.Chips;
using CarbonApp.Cli.Terminal;
using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Cli.Kelp.Benches;

/// <summary><c>carbon kelp bench</c>: how fast does this machine read and search a scene, and how fast could it at most? Without an Api: what is timed is the
/// reader and the detector, nothing else.</summary>
internal static class BenchCommand
{
    private const int FewestWarmUps = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);

    public static Command Create(Screen screen)
    {
        var files = new ChipOptions();
        var rounds = new Option<int>("--rounds") { Description = "Times each step is run once it is warm, 1 to 1000.", HelpName = "N", DefaultValueFactory = _ => 10 };
        rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1000)
            {
                result.AddError("--rounds: 1 to 1000.");
            }
        });
        var command = new Command(
            "bench", "Times the reader and the detector on this machine, beside the time that decoding alone takes: on your own files, or without any on a made-up sea. Needs no Api.");
        files.AddTo(command, optional: true);
        command.Options.Add(rounds);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var chips = files.Find(parsed, label: null);
            if (chips.Count == 0)
            {
                using var sea = await MadeUpSea.CreateAsync(cancellationToken);
                screen.Say("No files given: a made-up sea. Real imagery is packed less or more tightly and has more in it; give yours for its figures.");
                await MeasureAsync("made-up sea", sea, files.ToDetector(parsed), parsed.GetValue(rounds), screen, cancellationToken);
            }

            foreach (var chip in chips)
            {
                using var open = await chip.OpenAsync(cancellationToken);
                await MeasureAsync(chip.Name, open, files.ToDetector(parsed), parsed.GetValue(rounds), screen, cancellationToken);
            }

            using var self = Process.GetCurrentProcess();
            screen.Print($"Most memory held: {Quantities.Megabytes(self.PeakWorkingSet64)}. Files come from the system's cache, not from the disk or a network.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task MeasureAsync(string name, OpenChip chip, DetectorOptions options, int rounds, Screen screen, CancellationToken cancellationToken)
    {
        try
        {
            var used = chip.Files.Where(f => KelpDetector.Bands.Contains(f.Key)).ToDictionary();
            var samples = used.Values.Sum(f => PixelWindow.Whole(f.Tiff.Images[0]).Pixels);
            var decode = await TimeAsync(rounds, () => DecodeAsync(used, cancellationToken));
            var detect = await TimeAsync(rounds, async () =>
            {
                if (await KelpDetector.DetectAsync(chip.Scene, options, cancellationToken: cancellationToken) is not DetectionOutcome.Detected)
                {
                    throw new IOException($"{name}: the detector refuses it: ask carbon kelp add-chip why.");
                }
            });
            Write(name, chip, samples, decode, detect, options.Threads, screen);
        }
        catch (Exception e) when (e is TiffException or ArgumentException)
        {
            throw new IOException($"{name}: {e.Message}", e);
        }
    }

    private static void Write(string name, OpenChip chip, long samples, Times decode, Times detect, int threads, Screen screen)
    {
        var (pixels, bound) = ((long)chip.Scene.Width * chip.Scene.Height, decode.Best / threads);
        var table = PlainTable.Create($"{name}, {chip.Scene.Width} × {chip.Scene.Height}", "Best", "Median", "Rate at best");
        table.Add("Decode every sample once, one thread", Milliseconds(decode.Best), Milliseconds(decode.Median), Rate(samples, decode.Best, "Msamples/s"));
        table.Add($"Read and detect, {threads} threads", Milliseconds(detect.Best), Milliseconds(detect.Median), Rate(pixels, detect.Best, "Mpx/s"));
        table.Add($"Bound: decoding alone, on {threads} threads", Milliseconds(bound), "", Rate(pixels, bound, "Mpx/s"));
        screen.Out.Write(table);
        screen.Print(string.Create(CultureInfo.InvariantCulture, $"{(double)samples / pixels:0.00} samples a pixel; read and detect takes {detect.Best / bound:0.0} times the bound."));
    }

    /// <summary>File by file, the bands of one file together: the least that reading can be.</summary>
    private static async Task DecodeAsync(Dictionary<SentinelBand, Engine.Kelp.Radiometry.SceneFile> used, CancellationToken cancellationToken)
    {
        foreach (var file in used.Values.GroupBy(f => f.Tiff))
        {
            var image = file.Key.Images[0];
            var (window, bands) = (PixelWindow.Whole(image), file.Select(f => f.Band).ToArray());
            if (image.SampleType == SampleType.U16)
            {
                await file.Key.ReadAsync<ushort>(0, bands, window, new ushort[window.Pixels * bands.Length], requestsInFlight: 1, cancellationToken);
            }
            else
            {
                await file.Key.ReadAsync<byte>(0, bands, window, new byte[window.Pixels * bands.Length], requestsInFlight: 1, cancellationToken);
            }
        }
    }

    private static async Task<Times> TimeAsync(int rounds, Func<Task> step)
    {
        // The run-time compiles what is hot a second time, in the background: what is measured before is not the speed of a service.
        var warmUp = Stopwatch.StartNew();
        for (var round = 0; round < FewestWarmUps || warmUp.Elapsed < WarmUp; round++)
        {
            await step();
        }

        var seconds = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            await step();
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        seconds.Sort();
        return new Times(seconds[0], seconds[seconds.Count / 2]);
    }

    private static string Milliseconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{1000 * seconds:#,0.0} ms");

    private static string Rate(long count, double seconds, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count / seconds / 1e6:#,0} {unit}");

    /// <summary>Seconds.</summary>
    private readonly record struct Times(double Best, double Median);
}
