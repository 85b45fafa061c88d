using System.CommandLine;

namespace CarbonApp.Cli.Http;

/// <summary>Where the Api is: <c>--api</c>, else CARBONAPP_API, else its default port here.</summary>
internal sealed class ApiOption
{
    private const string Variable = "CARBONAPP_API";
    private const string Default = "http://localhost:5000";

    public ApiOption()
    {
        Option = new Option<Uri>("--api")
        {
            Description = $"Address of the Api. Default: environment {Variable}, else {Default}.",
            HelpName = "URL",
            Recursive = true,
            DefaultValueFactory = result => Parse(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : Default, Variable, result.AddError)!,
            CustomParser = result => Parse(result.Tokens[0].Value, "--api", result.AddError),
        };
    }

    public Option<Uri> Option { get; }

    public CarbonApi Connect(ParseResult parsed) => new(parsed.GetValue(Option)!);

    /// <summary>What a command to be copied needs to reach the same Api: nothing where the environment says it.</summary>
    public string Suffix(ParseResult parsed) => parsed.GetResult(Option) is { Implicit: false } ? $" --api {parsed.GetValue(Option)}" : "";

    private static Uri? Parse(string text, string name, Action<string> fail)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            // Relative paths replace the last segment unless it ends in a slash.
            return uri.AbsoluteUri.EndsWith('/') ? uri : new Uri(uri.AbsoluteUri + "/");
        }

        fail($"{name}: '{text}' is not an http or https address such as {Default}.");
        return null;
    }
}
