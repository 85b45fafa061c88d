using CarbonApp.Api.Grid.Keda;
using CarbonApp.Api.Grid.Keda.Wire;
using CarbonApp.Api.Tests.Fakes;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonApp.Api.Tests.Keda;

/// <summary>Asks the scaler as KEDA does: gRPC's own client over a real connection.</summary>
internal sealed class KedaClient : IDisposable
{
    private const string Service = "externalscaler.ExternalScaler";

    private readonly GrpcChannel _channel;
    private readonly CallInvoker _calls;

    public KedaClient(TestApi api)
        : this(api.Services)
    {
    }

    public KedaClient(IServiceProvider services)
    {
        Address = new Uri($"http://127.0.0.1:{services.GetRequiredService<KedaServer>().Port}");
        _channel = GrpcChannel.ForAddress(Address);
        _calls = _channel.CreateCallInvoker();
    }

    public Uri Address { get; }

    /// <summary>A running Api with the scaler on a free port.</summary>
    public static TestApi Api(params IEnumerable<Engine.Grid.Signals.CarbonSignal> signals) => new TestApi(signals).Set("Grid:Keda:Port", "0");

    public static ScaledObjectRef Object(params (string Key, string Value)[] metadata)
    {
        var asked = new ScaledObjectRef { Name = "trainer", Namespace = "ml" };
        foreach (var (key, value) in metadata.Append(("scalerAddress", "carbonapp-api:5001")))
        {
            asked.ScalerMetadata[key] = value;
        }

        return asked;
    }

    public async Task<bool> IsActiveAsync(params (string Key, string Value)[] metadata) =>
        (await UnaryAsync("IsActive", Object(metadata), IsActiveResponse.Parser)).Result;

    public async Task<double> ReplicasAsync(params (string Key, string Value)[] metadata) =>
        (await UnaryAsync("GetMetrics", new GetMetricsRequest { ScaledObjectRef = Object(metadata), MetricName = "carbon-replicas" }, GetMetricsResponse.Parser))
            .MetricValues.Single().MetricValueFloat;

    public async Task<MetricSpec> SpecAsync(params (string Key, string Value)[] metadata) =>
        (await UnaryAsync("GetMetricSpec", Object(metadata), GetMetricSpecResponse.Parser)).MetricSpecs.Single();

    public AsyncServerStreamingCall<IsActiveResponse> Stream(params (string Key, string Value)[] metadata) =>
        _calls.AsyncServerStreamingCall(Method<ScaledObjectRef, IsActiveResponse>(MethodType.ServerStreaming, "StreamIsActive", IsActiveResponse.Parser), null, default, Object(metadata));

    public async Task<TAnswer> UnaryAsync<TRequest, TAnswer>(string method, TRequest request, MessageParser<TAnswer> parser)
        where TRequest : class, IMessage<TRequest>
        where TAnswer : class, IMessage<TAnswer> =>
        await _calls.AsyncUnaryCall(Method<TRequest, TAnswer>(MethodType.Unary, method, parser), null, new CallOptions(deadline: DateTime.MaxValue), request);

    public void Dispose() => _channel.Dispose();

    private static Method<TRequest, TAnswer> Method<TRequest, TAnswer>(MethodType type, string name, MessageParser<TAnswer> parser)
        where TRequest : class, IMessage<TRequest>
        where TAnswer : class, IMessage<TAnswer> => new(
        type, Service, name, Marshallers.Create<TRequest>(m => m.ToByteArray(), _ => throw new NotSupportedException()), Marshallers.Create(m => m.ToByteArray(), parser.ParseFrom));
}
