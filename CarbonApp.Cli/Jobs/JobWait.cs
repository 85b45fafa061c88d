using CarbonApp.Api.Jobs;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;
using Spectre.Console;

namespace CarbonApp.Cli.Jobs;

/// <summary>Waits for a job of the Api, showing how far it is.</summary>
internal static class JobWait
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestOutage = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(5);

    /// <summary>The job once it has ended. Ctrl+C cancels it in the Api too.</summary>
    public static async Task<JobResponse> UntilEndAsync(CarbonApi api, JobResponse job, Screen screen, CancellationToken cancellationToken)
    {
        try
        {
            return await FollowAsync(api, job, screen, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await CancelAsync(api, job, screen);
            throw;
        }
    }

    /// <summary>The job once it has ended. Ctrl+C leaves it running.</summary>
    public static Task<JobResponse> FollowAsync(CarbonApi api, JobResponse job, Screen screen, CancellationToken cancellationToken) => screen.IsLive
        ? screen.Error.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask(job.Kind, maxValue: 1);
                return PollAsync(api, job, now => (bar.Value, bar.Description) = (now.Progress, Markup.Escape(now.Stage ?? now.Status)), screen, cancellationToken);
            })
        : PollAsync(api, job, new Lines(screen).Tell, screen, cancellationToken);

    private static async Task<JobResponse> PollAsync(CarbonApi api, JobResponse job, Action<JobResponse> show, Screen screen, CancellationToken cancellationToken)
    {
        var (pause, away) = (FirstPause, TimeSpan.Zero);
        while (job.EndedAt is null)
        {
            await Task.Delay(pause, cancellationToken);
            pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
            try
            {
                job = (await api.GetAsync<JobResponse>($"api/v2/jobs/{job.Id}", cancellationToken)).Value;
                away = TimeSpan.Zero;
                show(job);
            }
            catch (ApiUnreachableException e) when (away < LongestOutage)
            {
                // The job is safe in the database and goes on without us.
                if (away == TimeSpan.Zero)
                {
                    screen.SayWarning($"{e.Message} Job {job.Id} goes on; asking again.");
                }

                away += LongestPause;
                pause = LongestPause;
            }
        }

        return job;
    }

    private static async Task CancelAsync(CarbonApi api, JobResponse job, Screen screen)
    {
        using var limit = new CancellationTokenSource(CancelLimit);
        try
        {
            await api.DeleteAsync<JobResponse>($"api/v2/jobs/{job.Id}", limit.Token);
            screen.Say($"Job {job.Id} is cancelled.");
        }
        catch (Exception e) when (e is ApiUnreachableException or ApiProblemException or OperationCanceledException)
        {
            screen.SayWarning($"Job {job.Id} could not be cancelled and goes on.");
        }
    }

    /// <summary>A line whenever a job is further by a tenth.</summary>
    private sealed class Lines(Screen screen)
    {
        private int _told = -1;

        public void Tell(JobResponse job)
        {
            var tenths = (int)(10 * job.Progress);
            if (tenths > _told)
            {
                _told = tenths;
                screen.Say($"{job.Kind} {job.Id}: {Quantities.Percent(100 * job.Progress)}, {job.Stage ?? job.Status}");
            }
        }
    }
}
