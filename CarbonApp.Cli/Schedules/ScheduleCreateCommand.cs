using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net.Http.Json;
using System.Text.Json;
using CarbonApp.Api.Grid.Schedules;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Plans;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Schedules;

/// <summary><c>carbon schedule create</c>.</summary>
internal static class ScheduleCreateCommand
{
    public static Command Create(ApiOption api, Screen screen)
    {
        var job = new PlanOptionSet();
        var name = new Option<string>("--job-id") { Description = "The job's own name, told to the receiver.", HelpName = "NAME" };
        var url = new Option<string>("--url") { Description = "Address to call when the job is to start.", HelpName = "URL", Required = true };
        var method = new Option<string>("--method") { Description = "POST or PUT.", DefaultValueFactory = _ => "POST" };
        method.AcceptOnlyFromAmong("POST", "PUT");
        var headers = new Option<string[]>("--header") { Description = "Header to send, such as \"Authorization: Bearer …\"; may be repeated.", HelpName = "NAME:VALUE" };
        headers.Validators.Add(CheckHeaders);
        var form = new Option<Dictionary<string, JsonElement>?>("--body") { Description = "JSON to send in place of the event; a value \"$event\" in it becomes the event.", HelpName = "JSON", CustomParser = ParseBody };
        var secret = new Option<string>("--secret") { Description = "Key of the signature, whsec_ and base 64; a new one is made if not given.", HelpName = "SECRET" };
        var secretName = new Option<string>("--secret-name") { Description = "Name of a key in the Api's settings, instead of --secret.", HelpName = "NAME" };
        var key = new Option<string>("--idempotency-key") { Description = "Makes running the same command again harmless: needs times that are the same again, not +24h.", HelpName = "KEY" };
        var command = new Command("create", "Keeps a job and calls --url once at its best time, at least once and in time for the deadline.");
        job.AddTo(command, full: false);
        Option[] own = [name, url, method, headers, form, secret, secretName, key];
        foreach (var option in own)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var plan = job.ToRequest(parsed, TimeProvider.System.GetUtcNow());
            var body = new ScheduledJobRequest
            {
                Plan = plan with { Job = plan.Job! with { Id = parsed.GetValue(name) }, Options = new() },
                Webhook = new ScheduleWebhook
                {
                    Url = parsed.GetValue(url),
                    Method = parsed.GetValue(method)!,
                    Headers = parsed.GetValue(headers) is { Length: > 0 } given ? given.Select(Split).ToDictionary(h => h.Name, h => h.Value) : null,
                    Body = parsed.GetValue(form),
                    Secret = parsed.GetValue(secret),
                    SecretName = parsed.GetValue(secretName),
                },
            };
            using var connection = api.Connect(parsed);
            var request = new HttpRequestMessage(HttpMethod.Post, ScheduleCommand.Path) { Content = JsonContent.Create(body, options: CarbonApi.Json) };
            request.Headers.TryAddWithoutValidation("Idempotency-Key", parsed.GetValue(key));
            var schedule = await connection.AskAsync<ScheduledJobResponse>(request, cancellationToken);
            ScheduleTable.Write(schedule, OutputOption.IsJson(parsed, job.Output), screen);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Dictionary<string, JsonElement>? ParseBody(ArgumentResult result)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(result.Tokens[0].Value);
        }
        catch (JsonException)
        {
            result.AddError("--body: expected a JSON object, in braces.");
            return null;
        }
    }

    private static void CheckHeaders(OptionResult result)
    {
        var given = result.Tokens.Select(t => t.Value).ToArray();
        foreach (var bad in given.Where(h => h.IndexOf(':', StringComparison.Ordinal) <= 0))
        {
            result.AddError($"--header: '{bad}' is not NAME:VALUE.");
        }

        if (given.Select(h => Split(h).Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() < given.Length)
        {
            result.AddError("--header: each header can be given once.");
        }
    }

    private static (string Name, string Value) Split(string header)
    {
        var colon = header.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (header, "") : (header[..colon].Trim(), header[(colon + 1)..].Trim());
    }
}
