using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using CarbonApp.Api.Grid.Keda;
using CarbonApp.Api.Grpc;
using CarbonApp.Api.Tests.Fakes;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonApp.Api.Tests.Keda;

/// <summary>What no well-meaning client sends, over plain HTTP/2: each is answered with a status, and the server goes on.</summary>
public sealed class GrpcFaultTests : IAsyncLifetime
{
    private const string IsActive = "/externalscaler.ExternalScaler/IsActive";
    private static readonly byte[] Question = KedaClient.Object(("zone", "GB"), ("percentile", "50")).ToByteArray();

    private readonly TestApi _api = KedaClient.Api(Fakes.Signals.Flat("GB", 100, 48));
    private readonly HttpClient _http = new();

    public ValueTask InitializeAsync()
    {
        _http.BaseAddress = new Uri($"http://127.0.0.1:{_api.Services.GetRequiredService<KedaServer>().Port}");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _api.DisposeAsync();
    }

    public static TheoryData<string, byte[], int> Bodies { get; } = new()
    {
        { "whole", Frame(Question), 0 },
        { "nothing", [], 12 },
        { "half a header", [0, 0, 0], 13 },
        { "half a message", Frame(Question)[..^3], 13 },
        { "length beyond the limit", [0, 0, 1, 0, 1], 8 },
        { "length of 4 GiB", [0, 255, 255, 255, 255], 8 },
        { "compressed", [1, .. Frame(Question)[1..]], 12 },
        { "unknown flag", [7, .. Frame(Question)[1..]], 13 },
        { "two messages", [.. Frame(Question), .. Frame(Question)], 12 },
        { "no protocol buffer", Frame([255, 255, 255, 255, 255, 255]), 13 },
        { "empty message", Frame([]), 3 },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Call_MalformedBody_EndsWithItsStatus(string what, byte[] body, int status)
    {
        var (http, grpc, message) = await CallAsync(IsActive, body);

        Assert.True((HttpStatusCode.OK, status) == (http, grpc), $"{what}: {http}, {grpc}, {message}");
        Assert.Equal(0, (await CallAsync(IsActive, Frame(Question))).Grpc);
    }

    [Fact]
    public async Task Call_BodyLargerThanAnyMessage_IsRefusedEarly()
    {
        var body = new byte[4 << 20];
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(1), body.Length - 5);

        Assert.Equal(8, (await CallAsync(IsActive, body)).Grpc);
    }

    [Theory]
    [InlineData("/externalscaler.ExternalScaler/StreamMetricSpec")]
    [InlineData("/externalscaler.ExternalScaler/")]
    [InlineData("/grpc.health.v1.Health/Check")]
    public async Task Call_UnknownMethod_IsUnimplemented(string path) => Assert.Equal(12, (await CallAsync(path, Frame(Question))).Grpc);

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpc+json")]
    public async Task Call_OtherContentType_Is415(string type) => Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await CallAsync(IsActive, Frame(Question), type)).Http);

    [Theory]
    [InlineData("100m", 4)]
    [InlineData("1n", 4)]
    [InlineData("99999999H", 0)]
    [InlineData("soon", 13)]
    [InlineData("-1S", 13)]
    [InlineData("123456789S", 13)]
    public async Task Call_Deadline_IsKept(string timeout, int status)
    {
        _api.Reader.Delay = TimeSpan.FromMilliseconds(status == 4 ? 20_000 : 0);

        Assert.Equal(status, (await CallAsync(IsActive, Frame(Question), timeout: timeout)).Grpc);
    }

    [Fact]
    public async Task Call_FaultOfOurs_IsInternalWithoutDetail()
    {
        _api.Reader.Failure = new InvalidOperationException("secret of ours");

        var (_, grpc, message) = await CallAsync(IsActive, Frame(Question));

        Assert.Equal((13, "The fault is ours and has been logged."), (grpc, message));
    }

    [Fact]
    public async Task Call_FormsOfTheContentType_AreTaken()
    {
        Assert.Equal(0, (await CallAsync(IsActive, Frame(Question), "application/grpc+proto")).Grpc);
        Assert.Equal(0, (await CallAsync(IsActive, Frame(Question), "Application/GRPC")).Grpc);
    }

    [Fact]
    public async Task Call_ManyAtOnce_AreAllAnswered()
    {
        _api.Reader.Delay = TimeSpan.FromMilliseconds(50);

        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => CallAsync(IsActive, Frame(Question))));

        Assert.All(answers, a => Assert.Equal(0, a.Grpc));
        Assert.True(_api.Reader.MostInFlight > 20, $"{_api.Reader.MostInFlight} in flight");
    }

    [Fact]
    public async Task Call_500RandomBodies_AreAllAnswered()
    {
        var random = new Random(12);
        for (var round = 0; round < 500; round++)
        {
            var body = Frame(Question);
            for (var flips = random.Next(1, 6); flips > 0; flips--)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            var (http, grpc, _) = await CallAsync(IsActive, body[..random.Next(body.Length + 1)]);

            Assert.True(http == HttpStatusCode.OK && grpc is 0 or 3 or 8 or 12 or 13, $"round {round}: {http} {grpc}");
        }

        Assert.Equal(0, (await CallAsync(IsActive, Frame(Question))).Grpc);
    }

    [Fact]
    public async Task Call_Abandoned_LeavesNothingBehind()
    {
        _api.Reader.Delay = TimeSpan.FromMilliseconds(200);
        for (var i = 0; i < 20; i++)
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CallAsync("/externalscaler.ExternalScaler/StreamIsActive", Frame(Question), cancellationToken: stop.Token));
        }

        var scaler = _api.Services.GetRequiredService<ExternalScaler>();
        for (var i = 0; i < 500 && scaler.Streams > 0; i++)
        {
            await Task.Delay(10);
        }

        Assert.Equal(0, scaler.Streams);
        Assert.Equal(0, (await CallAsync(IsActive, Frame(Question))).Grpc);
    }

    [Theory]
    [InlineData("8H", 28_800)]
    [InlineData("15S", 15)]
    [InlineData("100m", 0.1)]
    [InlineData("250000u", 0.25)]
    [InlineData("99999999H", 24 * 86_400)]
    public void TryParse_Timeouts_AreReadInTheirUnit(string text, double seconds)
    {
        Assert.True(GrpcTimeout.TryParse(text, out var timeout));
        Assert.Equal(seconds, timeout.TotalSeconds, 6);
    }

    private static byte[] Frame(byte[] message)
    {
        var frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame.AsSpan(5));
        return frame;
    }

    private async Task<(HttpStatusCode Http, int? Grpc, string? Message)> CallAsync(
        string path, byte[] body, string type = "application/grpc", string? timeout = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (timeout is not null)
        {
            request.Headers.TryAddWithoutValidation("grpc-timeout", timeout);
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return (response.StatusCode, int.TryParse(Header(response, "grpc-status"), NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : null, Header(response, "grpc-message"));
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var trailer) || response.Headers.TryGetValues(name, out trailer) ? trailer.Single() : null;
}
