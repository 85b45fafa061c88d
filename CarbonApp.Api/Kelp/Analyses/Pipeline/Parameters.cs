using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CarbonApp.Engine.Kelp.Carbon;
using CarbonApp.Engine.Kelp.Detection;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>Hashes that say whether two analyses were asked the same, and were made of the same.</summary>
internal static class Parameters
{
    /// <summary>Version of the engine, with the commit where the build knows it.</summary>
    public static string EngineVersion { get; } =
        typeof(KelpDetector).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? typeof(KelpDetector).Assembly.GetName().Version!.ToString();

    /// <summary>Of everything asked but its name, and every constant of the estimate.</summary>
    public static byte[] Hash(AnalysisQuestion question, JsonSerializerOptions json) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n', JsonSerializer.Serialize(question.Request with { Name = null, Catalog = null }, json), question.Species, KelpConstants.For(question.Species))));

    /// <summary>Of that and the scenes: seed of the draws. The same question over the same scenes gives the same numbers, on any machine.</summary>
    public static byte[] Seed(byte[] parameterHash, IEnumerable<FoundPass> passes) => SHA256.HashData([
        .. parameterHash, .. Encoding.UTF8.GetBytes(string.Join('\n', passes.SelectMany(p => p.Summary.Granules).Where(g => g.Fault is null).Select(g => $"{g.Id} {g.Baseline}").Order(StringComparer.Ordinal)))]);
}
