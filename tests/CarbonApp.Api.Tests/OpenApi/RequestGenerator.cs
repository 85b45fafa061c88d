using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CarbonApp.Api.Tests.OpenApi;

/// <summary>Makes requests of every operation an OpenAPI document describes: sound ones, ones at the edges, broken and hostile ones. The same seed
/// and number make the same request.</summary>
/// <param name="document">The OpenAPI document.</param>
/// <param name="known">Names and ids of things that are there.</param>
/// <param name="seed">Which requests are made.</param>
internal sealed class RequestGenerator(JsonElement document, IReadOnlyList<string> known, int seed)
{
    private const int HugeBytes = 3_000_000;

    private static readonly string[] Words =
    [
        "GB", "ZZ-99", "gb", "aws", "uksouth", "01KTESTJ0BD0NE000000000000", "2026-03-15", "2026-03-15T04:00Z", "2026-03-15T04:00:00+14:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0.1,0.5,0.9",
        "-1", "0", "1e308", "NaN", "Infinity", "null", "undefined", "", " ", "..", "../../etc/passwd", "%2e%2e%2f", "\0", "a\nb", "😀", "ｧ", "' or 1=1 --", "<script>", "${jndi:x}", "{0}",
        new string('a', 3_000), new string('9', 400),
    ];

    private static readonly (string Name, string Value)[] OddHeaders =
    [
        ("Accept", "image/png;q=0.1, */*;q=0"), ("Accept", new string('x', 4_000)), ("Content-Encoding", "gzip"), ("Content-Encoding", "zip-of-death"), ("Idempotency-Key", new string('k', 5_000)),
        ("Idempotency-Key", "a key"), ("Idempotency-Key", ""), ("X-Forwarded-For", "999.999.999.999, ::::, \"<x>\""), ("Forwarded", "for=_hidden;proto=gopher"), ("X-Forwarded-Proto", "javascript"),
        ("Authorization", "Bearer " + new string('.', 2_000)), ("Range", "bytes=9-1,-0,99999999999999999999-"), ("If-None-Match", "W/\"" + new string('e', 3_000)), ("If-Modified-Since", "yesterday"),
        ("Prefer", "respond-async, wait=-1"), ("Accept-Language", "*;q=9"), ("Cookie", new string(';', 2_000)), ("Last-Event-ID", "-1"), ("traceparent", "00-zz-zz-zz"), ("baggage", "=,=,="), ("Expect", "200-ok"),
    ];

    private readonly Operation[] _operations =
    [
        .. from path in document.GetProperty("paths").EnumerateObject()
           from method in path.Value.EnumerateObject()
           select new Operation(path.Name, method.Name.ToUpperInvariant(), method.Value),
    ];

    /// <summary>Such as "POST /api/v2/plan".</summary>
    public IEnumerable<string> Operations => _operations.Select(o => o.Name);

    /// <summary>The request of a number, with the operation it is of and a word on what was done to it.</summary>
    public (string Operation, string How, HttpRequestMessage Request) Make(int number)
    {
        // Each operation gets its turn.
        var random = new Random(unchecked(seed ^ (number * 7919)));
        var operation = _operations[number % _operations.Length];
        var isSound = random.Next(4) == 0;
        var request = new HttpRequestMessage(new HttpMethod(operation.Method), new Uri(Address(operation, random, isSound), UriKind.Relative));
        var how = isSound ? "as described" : "odd parameters";
        if (operation.Bodies.Length > 0 || (!isSound && random.Next(20) == 0))
        {
            (request.Content, how) = Body(operation, random, isSound);
        }

        if (random.Next(5) == 0)
        {
            var (name, value) = OddHeaders[random.Next(OddHeaders.Length)];
            _ = request.Headers.TryAddWithoutValidation(name, value) || (request.Content?.Headers.TryAddWithoutValidation(name, value) ?? false);
            how += $", header {name}";
        }

        return (operation.Name, how, request);
    }

    private string Address(Operation operation, Random random, bool isSound)
    {
        var address = new StringBuilder(operation.Path);
        var separator = '?';
        foreach (var parameter in operation.Parameters)
        {
            var value = Uri.EscapeDataString(isSound ? Sound(parameter.Schema, random) : random.Next(2) == 0 ? Words[random.Next(Words.Length)] : Sound(parameter.Schema, random));
            if (parameter.In == "path")
            {
                address.Replace($"{{{parameter.Name}}}", value.Length == 0 ? "%20" : value);
            }
            else if (parameter.In == "query" && (parameter.Required ? isSound || random.Next(10) > 0 : random.Next(3) == 0))
            {
                address.Append(separator).Append(parameter.Name).Append('=').Append(value);
                separator = '&';
            }
        }

        return address.ToString();
    }

    private string Sound(JsonElement schema, Random random)
    {
        if (schema.TryGetProperty("enum", out var values) && values.GetArrayLength() > 0)
        {
            return values[random.Next(values.GetArrayLength())].ToString();
        }

        var type = schema.TryGetProperty("type", out var t) ? t.ToString() : "";
        return type.Contains("integer", StringComparison.Ordinal) ? random.Next(1, 60).ToString(CultureInfo.InvariantCulture)
            : type.Contains("number", StringComparison.Ordinal) ? (random.NextDouble() * 60).ToString("0.###", CultureInfo.InvariantCulture)
            : type.Contains("boolean", StringComparison.Ordinal) ? (random.Next(2) == 0 ? "true" : "false")
            : schema.TryGetProperty("format", out var format) && format.GetString() == "date-time" ? $"2026-03-{random.Next(1, 29):00}T00:00:00Z"
            : known[random.Next(known.Count)];
    }

    private static (HttpContent Content, string How) Body(Operation operation, Random random, bool isSound)
    {
        var (type, example) = operation.Bodies.Length > 0 ? operation.Bodies[random.Next(operation.Bodies.Length)] : ("application/json", "{}");
        var isJson = type.Contains("json", StringComparison.Ordinal) && example.Length > 0;
        if (isSound)
        {
            return (Text(example, type), "as described");
        }

        return random.Next(12) switch
        {
            0 => (Text(example[..random.Next(example.Length + 1)], type), "cut off"),
            1 => (Text(example, Words[random.Next(Words.Length)]), "of an odd type"),
            2 => (Bytes([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(example)], type), "in UTF-16"),
            3 => (Bytes(RandomBytes(random, 500), type), "of random bytes"),
            4 => (Text(new string('[', 5_000), type), "nested deeply"),
            5 => (Text($$"""{"a":"{{new string('x', HugeBytes)}}"}""", type), "of 3 MB"),
            6 => (Text("", type), "empty"),
            7 => (Text(Words[random.Next(Words.Length)], type), "of one word"),
            _ when isJson => (Text(HostileRequestTests.Mutate(JsonNode.Parse(example), random)?.ToJsonString() ?? "null", type), "changed here and there"),
            _ => (Text(example + "\n" + Words[random.Next(Words.Length)], type), "with an odd line"),
        };
    }

    private static byte[] RandomBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static ByteArrayContent Text(string text, string type) => Bytes(Encoding.UTF8.GetBytes(text), type);

    private static ByteArrayContent Bytes(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        if (MediaTypeHeaderValue.TryParse(type, out var known))
        {
            content.Headers.ContentType = known;
        }
        else
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type.ReplaceLineEndings(""));
        }

        return content;
    }

    private sealed record Parameter(string Name, string In, bool Required, JsonElement Schema);

    private sealed class Operation(string path, string method, JsonElement description)
    {
        public string Path => path;

        public string Method => method;

        public string Name => $"{method} {path}";

        public Parameter[] Parameters { get; } = description.TryGetProperty("parameters", out var all)
            ? [.. all.EnumerateArray().Select(p => new Parameter(
                p.GetProperty("name").GetString()!, p.GetProperty("in").GetString()!, p.TryGetProperty("required", out var r) && r.GetBoolean(), p.GetProperty("schema")))]
            : [];

        /// <summary>Media types it takes, each with its example; empty where there is none.</summary>
        public (string Type, string Example)[] Bodies { get; } = description.TryGetProperty("requestBody", out var body)
            ? [.. body.GetProperty("content").EnumerateObject().Select(c => (
                c.Name, c.Value.TryGetProperty("example", out var e) ? (e.ValueKind == JsonValueKind.String ? e.GetString()! : e.GetRawText()) : ""))]
            : [];
    }
}
