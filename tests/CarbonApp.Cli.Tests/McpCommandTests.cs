using System.Runtime.InteropServices;
using System.Text.Json;
using CarbonApp.Cli.Tests.Fakes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace CarbonApp.Cli.Tests;

/// <summary>The built <c>carbon mcp</c> asked by the protocol's own client, and by hand where that client is too polite.</summary>
public sealed class McpCommandTests
{
    private const string Hello = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""";
    private const string Ready = """{"jsonrpc":"2.0","method":"notifications/initialized"}""";

    /// <summary>One process for all of them: starting it is what takes the time.</summary>
    private static readonly (string Tool, string Arguments, string Expected)[] Senseless =
    [
        ("plan", """{}""", "a required argument is missing"),
        ("plan", """{"duration":"3h"}""", "zone, such as GB, or region"),
        ("plan", """{"duration":"3h","zone":"GB","sites":["FR"]}""", "only one of them"),
        ("plan", """{"duration":"soon","zone":"GB"}""", "'soon' is not a duration"),
        ("plan", """{"duration":3,"zone":"GB"}""", "at duration"),
        ("plan", """{"duration":"3h","zone":"GB","watts":"many"}""", "expected a number"),
        ("plan", """{"duration":"3h","zone":"GB","colour":"green"}""", "no argument has this name"),
        ("plan", """{"duration":"3h","zone":"GB","deadline":"tomorrow"}""", "'tomorrow' is not a time"),
        ("plan", """{"duration":"3h","zone":"GBB"}""", "did you mean GB? (UNKNOWN_ZONE)"),
        ("rank", """{"top":0}""", "top is 1 to 1000"),
        ("footprint", """{"zone":"GB","start":"2026-03-15","end":"2026-03-16","components":3}""", "components"),
    ];

    [Theory]
    [InlineData("2024-11-05")]
    [InlineData("2025-06-18")]
    [InlineData(null)]
    public async Task Mcp_ListTools_DescribesEachToolAndEachArgument(string? version)
    {
        await using var api = await ApiStandIn.StartAsync();
        await using var client = await ConnectAsync(api.Address, version);

        var tools = await client.ListToolsAsync();

        Assert.Equal(["footprint", "forecast", "plan", "rank"], tools.Select(t => t.Name).Order());
        Assert.Equal("carbon", client.ServerInfo?.Name);
        foreach (var tool in tools)
        {
            Assert.Contains("CO2", tool.Description + tool.JsonSchema, StringComparison.Ordinal);
            Assert.Equal("object", tool.JsonSchema.GetProperty("type").GetString());
            Assert.All(tool.JsonSchema.GetProperty("properties").EnumerateObject(), p => Assert.True(
                p.Value.TryGetProperty("description", out _) || p.Name == "functionalUnit", $"{tool.Name}.{p.Name} is not described"));
        }
    }

    [Fact]
    public async Task Mcp_Plan_AsksTheApiAndAnswersInNumbersAndWords()
    {
        await using var api = (await ApiStandIn.StartAsync()).On("POST /api/v2/plan", Answers.Plan());
        await using var client = await ConnectAsync(api);

        var result = await client.CallToolAsync("plan", new Dictionary<string, object?> { ["duration"] = "3h", ["region"] = "aws/eu-west-2", ["instanceType"] = "m6i.xlarge", ["count"] = 4 });

        Assert.NotEqual(true, result.IsError);
        Assert.Contains("Start at 2020-03-15 04:00Z, done by 2020-03-15 07:00Z, aws/eu-west-2 (GB): 300.0 gCO2eq", Text(result), StringComparison.Ordinal);
        Assert.Contains("saves 50.0 %", Text(result), StringComparison.Ordinal);
        Assert.Contains("Warning: ASSUMED_POWER", Text(result), StringComparison.Ordinal);
        Assert.Equal(300, result.StructuredContent!.Value.GetProperty("totals").GetProperty("emissionsG").GetDouble());
        Assert.True(api.Requests.TryDequeue(out var asked));
        Assert.Equal("PT3H", asked.Json.GetProperty("job").GetProperty("duration").GetString());
        Assert.Equal(4, asked.Json.GetProperty("job").GetProperty("resources").GetProperty("count").GetInt32());
        Assert.Equal("eu-west-2", asked.Json.GetProperty("sites")[0].GetProperty("region").GetString());
    }

    [Theory]
    [InlineData("""["GB","aws/eu-west-3"]""", """[{"zone":"GB"},{"provider":"aws","region":"eu-west-3"}]""")]
    [InlineData("""["any"]""", "\"any\"")]
    public async Task Mcp_PlanOverSites_AsksForAllOfThem(string sites, string expected)
    {
        await using var api = (await ApiStandIn.StartAsync()).On("POST /api/v2/plan", Answers.Plan());
        await using var client = await ConnectAsync(api);

        var result = await client.CallToolAsync("plan", Arguments($$"""{"duration":"3h","sites":{{sites}} }"""));

        Assert.NotEqual(true, result.IsError);
        Assert.True(api.Requests.TryDequeue(out var asked));
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, asked.Json.GetProperty("sites")), asked.Body);
    }

    [Fact]
    public async Task Mcp_Rank_GivesTheCleanestZonesAndRegions()
    {
        await using var api = (await ApiStandIn.StartAsync()).On("GET /api/v2/zones", Answers.Zones()).On("GET /api/v2/regions", Answers.Regions());
        await using var client = await ConnectAsync(api);

        var zones = await client.CallToolAsync("rank", new Dictionary<string, object?> { ["top"] = 1 });
        var regions = await client.CallToolAsync("rank", new Dictionary<string, object?> { ["of"] = "regions", ["top"] = 2 });

        Assert.Equal(1, zones.StructuredContent!.Value.GetProperty("zones").GetArrayLength());
        Assert.Contains("1. ", Text(zones), StringComparison.Ordinal);
        Assert.Equal(2, regions.StructuredContent!.Value.GetProperty("regions").GetArrayLength());
        Assert.Contains("of computing", Text(regions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mcp_FootprintAndForecast_PassTheirArgumentsOn()
    {
        await using var api = (await ApiStandIn.StartAsync())
            .On("POST /api/v2/footprint", Answers.Footprint()).On("GET /api/v2/forecast/GB", Answers.Forecast());
        await using var client = await ConnectAsync(api);

        var footprint = await client.CallToolAsync("footprint", Arguments("""
            {"zone":"GB","start":"2026-03-15","end":"2026-03-16","components":[{"power":{"watts":100}}],"market":{"supplierIntensityGPerKwh":20},"functionalUnit":{"name":"request","count":1000}}
            """));
        var forecast = await client.CallToolAsync("forecast", Arguments("""{"zone":"GB","hours":2,"quantiles":[0.1,0.9]}"""));

        Assert.StartsWith("At least 0.2 gCO2eq per request", Text(footprint), StringComparison.Ordinal);
        Assert.Contains("lowest 100.00 gCO2eq/kWh at 2020-03-15 01:00Z", Text(forecast), StringComparison.Ordinal);
        Assert.Equal(2, forecast.StructuredContent!.Value.GetProperty("hours").GetArrayLength());
        var asked = api.Requests.ToArray();
        Assert.Equal(20, asked[0].Json.GetProperty("market").GetProperty("supplierIntensityGPerKwh").GetDouble());
        Assert.Equal("2026-03-16T00:00:00+00:00", asked[0].Json.GetProperty("end").GetString());
        Assert.Contains("hours=2", asked[1].Query, StringComparison.Ordinal);
        Assert.Contains("quantiles=0.1,0.9", asked[1].Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mcp_ArgumentsThatMakeNoSense_AreAnErrorOfTheTool()
    {
        await using var api = (await ApiStandIn.StartAsync()).OnProblem("POST /api/v2/plan", 422, """{"detail":"'GBB' is no zone; did you mean GB?","code":"UNKNOWN_ZONE"}""");
        await using var client = await ConnectAsync(api);
        foreach (var (tool, arguments, expected) in Senseless)
        {
            var result = await client.CallToolAsync(tool, Arguments(arguments));

            Assert.True(result.IsError, arguments);
            Assert.Contains(expected, Text(result), StringComparison.Ordinal);
            Assert.DoesNotContain("System.", Text(result), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Mcp_ApiNotThere_IsAnErrorOfTheToolThatNamesItsAddress()
    {
        await using var client = await ConnectAsync("http://127.0.0.1:9");

        var result = await client.CallToolAsync("rank");

        Assert.True(result.IsError);
        Assert.Contains("http://127.0.0.1:9/ cannot be reached", Text(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mcp_MalformedLines_AreSurvivedAndNothingButProtocolIsOnStandardOutput()
    {
        await using var api = (await ApiStandIn.StartAsync()).On("POST /api/v2/plan", Answers.Plan());
        await using var session = McpSession.Start(api.Address);
        await session.SendAsync(Hello, Ready);
        Assert.Equal(1, (await session.ReadAsync()).GetProperty("id").GetInt32());

        await session.SendAsync(
            "this is no JSON", "{\"jsonrpc\":\"2.0\",\"id\":2", "[]", "null", "{}", """{"jsonrpc":"2.0","id":3,"method":"no/such"}""",
            """{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"nope"}}""", """{"jsonrpc":"2.0","id":5,"method":"tools/call","params":7}""",
            """{"jsonrpc":"2.0","id":6,"method":"tools/call","params":{"name":"plan","arguments":{"duration":"3h","zone":"GB"}}}""");

        var answers = new Dictionary<int, JsonElement>();
        while (!answers.ContainsKey(3) || !answers.ContainsKey(4) || !answers.ContainsKey(5) || !answers.ContainsKey(6))
        {
            var answer = await session.ReadAsync();
            if (answer.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number)
            {
                answers[id.GetInt32()] = answer;
            }
        }

        Assert.Equal(-32601, answers[3].GetProperty("error").GetProperty("code").GetInt32());
        Assert.True(answers[4].TryGetProperty("error", out _));
        Assert.True(answers[5].TryGetProperty("error", out _));
        Assert.Equal(300, answers[6].GetProperty("result").GetProperty("structuredContent").GetProperty("totals").GetProperty("emissionsG").GetDouble());
        var (code, error) = await session.CloseAsync();
        Assert.Equal(0, code);
        Assert.Contains("Serving MCP", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mcp_EndOfInput_EndsWithExitCode0()
    {
        var run = await CarbonRun.Start(["mcp"], "").EndAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task Mcp_InputEndsAtOnce_AnswersWhatWasAskedBefore()
    {
        await using var api = (await ApiStandIn.StartAsync()).On("POST /api/v2/plan", async (context, _) =>
        {
            await Task.Delay(500);
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, JsonSerializer.Serialize(Answers.Plan(), ApiStandIn.Json));
        });
        const string Ask = """{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"plan","arguments":{"duration":"3h","zone":"GB"}}}""";

        var run = await CarbonRun.Start(["mcp", "--api", api.Address], string.Join('\n', Hello, Ready, Ask)).EndAsync();

        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(2, lines.Length);
        Assert.Contains(lines, l => l.GetProperty("id").ToString() == "a" && l.GetProperty("result").TryGetProperty("structuredContent", out _));
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    public async Task Mcp_Signal_EndsWhileItsInputIsOpen(PosixSignal signal, int code)
    {
        await using var session = McpSession.Start("http://127.0.0.1:9");
        await session.SendAsync(Hello);
        await session.ReadAsync();

        session.Signal(signal);

        Assert.Equal(code, await session.ExitAsync());
    }

    private static Task<McpClient> ConnectAsync(ApiStandIn api) => ConnectAsync(api.Address);

    /// <summary>With no limit to its first question: on a busy machine the process may take longer to start than the client waits.</summary>
    private static Task<McpClient> ConnectAsync(string address, string? version = null) => McpClient.CreateAsync(
        new StdioClientTransport(new StdioClientTransportOptions { Command = CarbonRun.Program, Arguments = ["mcp", "--api", address] }),
        new McpClientOptions { ProtocolVersion = version, DiscoverProbeTimeout = Timeout.InfiniteTimeSpan });

    private static Dictionary<string, object?> Arguments(string json) =>
        JsonDocument.Parse(json).RootElement.EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value);

    private static string Text(CallToolResult result) => string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));
}
