using CarbonApp.Api.Grid.Imports;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Imports;

/// <summary>Sends a file under its key until it is stored: a broken connection is tried again, and the Api goes on behind the last stored row.</summary>
internal sealed class Upload(CarbonApi api, Screen screen, ImportOptions options)
{
    private const int Attempts = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan PollPause = TimeSpan.FromSeconds(0.5);

    public ImportOptions Options { get; } = options;

    public async Task<ApiAnswer<ImportResponse>> RunAsync(ImportFile file, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await UploadProgress.ShowAsync(screen, file, sent => SendAsync(file, sent, cancellationToken));
                return await FinishAsync(answer, cancellationToken);
            }
            catch (ApiProblemException e) when (e.Code is "IMPORT_RUNNING" or "UPLOAD_INTERRUPTED" && attempt < Attempts)
            {
                // Most likely our own broken request, which the Api has not noticed yet.
                if (await FindOutcomeAsync(file.Key, cancellationToken) is { } outcome)
                {
                    return outcome;
                }
            }
            catch (ApiUnreachableException e) when (attempt < Attempts && !(attempt == 1 && e.NeverConnected))
            {
                // The Api may have refused the file before all of it was sent, and hung up: then it says so.
                if (await FindOutcomeAsync(file.Key, cancellationToken) is { } outcome)
                {
                    return outcome;
                }

                var pause = FirstPause * Math.Pow(2, attempt - 1);
                screen.SayWarning($"{file.Name}: {Brief(e)}; trying again in {pause.TotalSeconds} s, attempt {attempt + 1} of {Attempts}.");
                await Task.Delay(pause, cancellationToken);
            }
            catch (ApiUnreachableException e)
            {
                var again = file.Name == "-" ? "the same command with the same input" : Options.Command(api.Address, file.Name);
                throw new ApiUnreachableException($"{e.Message}\nWhat was stored stays stored. To go on from there: {again}", e);
            }
        }
    }

    /// <summary>The cause of a broken connection; a refusal's own words.</summary>
    private static string Brief(ApiUnreachableException e) => (e.InnerException?.Message ?? e.Message).TrimEnd('.');

    private async Task<ApiAnswer<ImportResponse>> SendAsync(ImportFile file, IProgress<long> sent, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v2/imports?{Options.Query}");
        request.Headers.Add("Idempotency-Key", file.Key);
        request.Content = new ProgressContent(file.Content, file.MediaType, sent);
        return await api.SendAsync<ImportResponse>(request, cancellationToken);
    }

    /// <summary>An import that someone else is running under the same key is waited for.</summary>
    private async Task<ApiAnswer<ImportResponse>> FinishAsync(ApiAnswer<ImportResponse> answer, CancellationToken cancellationToken)
    {
        while (answer.Value.Status == "running")
        {
            await Task.Delay(PollPause, cancellationToken);
            answer = await api.GetAsync<ImportResponse>(StatePath(answer.Value.Id), cancellationToken);
        }

        return answer;
    }

    /// <summary>The import's end, when it has one that sending again would not change; waits while it is being stored.</summary>
    private async Task<ApiAnswer<ImportResponse>?> FindOutcomeAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var state = await FinishAsync(await api.GetAsync<ImportResponse>(StatePath(key), cancellationToken), cancellationToken);
            return state.Value.Status is "completed" or "failed" ? state : null;
        }
        catch (Exception e) when (e is ApiUnreachableException or ApiProblemException)
        {
            return null;
        }
    }

    private static string StatePath(string id) => $"api/v2/imports/{Uri.EscapeDataString(id)}";
}
