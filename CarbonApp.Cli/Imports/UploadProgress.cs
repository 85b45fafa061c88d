using System.Diagnostics;
using CarbonApp.Cli.Terminal;
using Spectre.Console;

namespace CarbonApp.Cli.Imports;

/// <summary>Shows how far an upload is: a bar on a terminal, a line now and then elsewhere.</summary>
internal static class UploadProgress
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(2);

    public static Task<T> ShowAsync<T>(Screen screen, ImportFile file, Func<IProgress<long>, Task<T>> send) =>
        screen.IsLive ? ShowBarAsync(screen, file, send) : send(new Lines(screen, file));

    private static Task<T> ShowBarAsync<T>(Screen screen, ImportFile file, Func<IProgress<long>, Task<T>> send) => screen.Error.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
        .StartAsync(async context =>
        {
            // An empty file is a bar from 0 to 0, which has no percentage.
            var bar = context.AddTask(Markup.Escape(file.Name), maxValue: Math.Max(1, file.Content.Length));
            return await send(new Bar(bar, file));
        });

    /// <summary>Reports at once, on the sending thread: Progress&lt;T&gt; would reorder through the thread pool.</summary>
    private sealed class Bar(ProgressTask bar, ImportFile file) : IProgress<long>
    {
        public void Report(long value)
        {
            bar.Value = value;
            if (value == file.Content.Length)
            {
                bar.Description = Markup.Escape($"{file.Name}: storing the rest");
            }
        }
    }

    private sealed class Lines(Screen screen, ImportFile file) : IProgress<long>
    {
        private readonly Stopwatch _sinceLine = Stopwatch.StartNew();

        public void Report(long value)
        {
            if (_sinceLine.Elapsed >= LineInterval)
            {
                screen.Say($"{file.Name}: {Quantities.Megabytes(value)} of {Quantities.Megabytes(file.Content.Length)} sent");
                _sinceLine.Restart();
            }
        }
    }
}
