using System.Text.RegularExpressions;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Api.Tests.Keda;

/// <summary>The ScaledObjects of docs/integrations-keda.md are taken as they stand there.</summary>
public sealed partial class DocumentedExamplesTests
{
    [Fact]
    public async Task Examples_OfTheDocumentation_AreTaken()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "docs", "integrations-keda.md"));
        var triggers = Trigger().Matches(text);
        Assert.Equal(2, triggers.Count);
        await using var api = KedaClient.Api(Fakes.Signals.Flat("GB", 100, 48));
        using var keda = new KedaClient(api);

        foreach (Match trigger in triggers)
        {
            var metadata = Pair().Matches(trigger.Value).Select(p => (p.Groups[1].Value, p.Groups[2].Value)).ToArray();
            Assert.True(metadata.Length >= 4, trigger.Value);
            Assert.Equal("carbon-replicas", (await keda.SpecAsync(metadata)).MetricName);
        }
    }

    [GeneratedRegex(@"^      metadata:\n(?:        \w+: .+\n)+", RegexOptions.Multiline)]
    private static partial Regex Trigger();

    [GeneratedRegex(@"^        (\w+): ""?([^""\n]+)""?$", RegexOptions.Multiline)]
    private static partial Regex Pair();
}
