namespace CarbonApp.Api.Kelp;

/// <summary>The argument <c>--demo</c>, short for <c>--Kelp:Demo=true</c>.</summary>
internal static class DemoSwitch
{
    /// <summary>Arguments with the switch written out: alone, the framework would take the argument after it for its value.</summary>
    public static string[] Expand(string[] arguments) => [.. arguments.Select(a => a == "--demo" ? "--Kelp:Demo=true" : a)];
}
