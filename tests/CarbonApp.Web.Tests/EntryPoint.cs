using CarbonApp.Web.Tests.Fakes;

namespace CarbonApp.Web.Tests;

/// <summary>Runs the tests, or with <c>--stand-in URL</c> serves the stand-in for Api to the browser tests until it is stopped.</summary>
internal static class EntryPoint
{
    public static async Task<int> Main(string[] args)
    {
        if (args is not ["--stand-in", var url])
        {
            return await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
        }

        await using var api = await FakeApi.StartAsync(TimeProvider.System, url);
        await Console.Out.WriteLineAsync($"stand-in for Api: {api.Address}");
        await api.WaitForShutdownAsync();
        return 0;
    }
}
