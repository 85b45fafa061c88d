using System.Runtime.CompilerServices;
using CarbonApp.Api.Grid.Keda.Wire;
using CarbonApp.Api.Grpc;
using Google.Protobuf;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Keda;

/// <summary>The service <c>externalscaler.ExternalScaler</c> that KEDA calls. The metric is the number of replicas wanted, and its target 1.</summary>
internal sealed class ExternalScaler(ScalingDecider decider, IOptions<KedaOptions> options, TimeProvider time)
{
    private const string Service = "/externalscaler.ExternalScaler/";
    private const string Metric = "carbon-replicas";

    private int _streams;

    /// <summary>Streams open just now.</summary>
    public int Streams => Volatile.Read(ref _streams);

    public void AddTo(GrpcCalls calls) => calls
        .Unary(Service + "IsActive", ScaledObjectRef.Parser, async (asked, cancellationToken) =>
            new IsActiveResponse { Result = await decider.ReplicasAsync(ScalerMetadata.Read(asked), cancellationToken) > 0 })
        .Stream(Service + "StreamIsActive", ScaledObjectRef.Parser, StreamIsActiveAsync)
        .Unary(Service + "GetMetricSpec", ScaledObjectRef.Parser, SpecAsync)
        .Unary(Service + "GetMetrics", GetMetricsRequest.Parser, MetricsAsync);

    private async Task<IMessage> SpecAsync(ScaledObjectRef asked, CancellationToken cancellationToken)
    {
        // Read so that a mistake shows when the ScaledObject is made, not when it is first scaled.
        await decider.CheckAsync(ScalerMetadata.Read(asked), cancellationToken);
        return new GetMetricSpecResponse { MetricSpecs = { new MetricSpec { MetricName = Metric, TargetSize = 1, TargetSizeFloat = 1 } } };
    }

    private async Task<IMessage> MetricsAsync(GetMetricsRequest asked, CancellationToken cancellationToken)
    {
        var replicas = await decider.ReplicasAsync(ScalerMetadata.Read(asked.ScaledObjectRef), cancellationToken);
        var name = asked.MetricName.Length > 0 ? asked.MetricName : Metric;
        return new GetMetricsResponse { MetricValues = { new MetricValue { MetricName = name, MetricValue_ = replicas, MetricValueFloat = replicas } } };
    }

    /// <summary>The state now, and again whenever it has changed.</summary>
    private async IAsyncEnumerable<IMessage> StreamIsActiveAsync(ScaledObjectRef asked, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wish = ScalerMetadata.Read(asked);
        try
        {
            if (Interlocked.Increment(ref _streams) > options.Value.MostStreams)
            {
                throw new GrpcException(GrpcStatus.ResourceExhausted, $"{options.Value.MostStreams} streams are open already: raise {KedaOptions.Section}:MostStreams, or use the trigger external, which polls.");
            }

            bool? told = null;
            while (true)
            {
                var active = await decider.ReplicasAsync(wish, cancellationToken) > 0;
                if (active != told)
                {
                    yield return new IsActiveResponse { Result = active };
                    told = active;
                }

                await Task.Delay(TimeSpan.FromSeconds(options.Value.StreamSeconds), time, cancellationToken);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
        }
    }
}
