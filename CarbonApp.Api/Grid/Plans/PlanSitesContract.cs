using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>Where a job may run: a list of sites, or the word <c>any</c> for every cloud region known.</summary>
[JsonConverter(typeof(PlanSiteListJson))]
[CollectionBuilder(typeof(PlanSiteList), nameof(Of))]
internal sealed class PlanSiteList : IReadOnlyList<PlanSite>
{
    private readonly IReadOnlyList<PlanSite> _sites;

    private PlanSiteList(IReadOnlyList<PlanSite> sites, bool isAny) => (_sites, IsAny) = (sites, isAny);

    /// <summary>Every cloud region known; lists none itself.</summary>
    public static PlanSiteList Any { get; } = new([], isAny: true);

    public bool IsAny { get; }

    public int Count => _sites.Count;

    public PlanSite this[int index] => _sites[index];

    public static PlanSiteList Of(ReadOnlySpan<PlanSite> sites) => new(sites.ToArray(), isAny: false);

    public IEnumerator<PlanSite> GetEnumerator() => _sites.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Reads and writes the list as an array and any site as the word <c>any</c>.</summary>
internal sealed class PlanSiteListJson : JsonConverter<PlanSiteList>
{
    private const string Any = "any";

    public override PlanSiteList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(Any))
        {
            return PlanSiteList.Any;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("Expected a list in brackets, or \"any\".");
        }

        try
        {
            return PlanSiteList.Of(JsonSerializer.Deserialize<PlanSite[]>(ref reader, options));
        }
        catch (JsonException inner) when (inner.Path is { Length: > 0 } path)
        {
            // The path of a list read by itself begins with the list.
            throw new JsonException(inner.Message, "$.sites" + path[1..], inner.LineNumber, inner.BytePositionInLine);
        }
    }

    public override void Write(Utf8JsonWriter writer, PlanSiteList value, JsonSerializerOptions options)
    {
        if (value.IsAny)
        {
            writer.WriteStringValue(Any);
            return;
        }

        writer.WriteStartArray();
        foreach (var site in value)
        {
            JsonSerializer.Serialize(writer, site, options);
        }

        writer.WriteEndArray();
    }
}
