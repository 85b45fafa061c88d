using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sdk;

/// <summary>
/// One location's forecast as JSON, written once and sent many times: all of it stays the same while the same signal is known, but for
/// <c>requestedAt</c>, whose place is left open.
/// </summary>
/// <remarks>The members are those of <see cref="EmissionsForecastDTO"/>, in its order.</remarks>
internal sealed class ForecastBody
{
    /// <summary><c>2026-03-15T00:00:00.0000000+00:00</c>.</summary>
    private const int TimeLength = 33;

    private readonly byte[] _json;
    private readonly int _requestedAt;

    private ForecastBody(byte[] json, int requestedAt, double estimatedShare) =>
        (_json, _requestedAt, EstimatedShare) = (json, requestedAt, estimatedShare);

    /// <summary>Length of the JSON in bytes.</summary>
    public int Length => _json.Length;

    /// <summary>Part of the time looked at that is estimated, 0 to 1.</summary>
    public double EstimatedShare { get; }

    /// <summary>Writes a forecast; null when gaps leave no window.</summary>
    /// <param name="question">Location and window.</param>
    /// <param name="signal">What is known.</param>
    /// <param name="from">Start of the time looked at.</param>
    /// <param name="to">End of it.</param>
    /// <param name="generatedAt">When the forecast was issued.</param>
    public static ForecastBody? Render(ForecastQuestion question, CarbonSignal signal, DateTimeOffset from, DateTimeOffset to, DateTimeOffset generatedAt)
    {
        var slot = ForecastReach.SlotLength(signal, from, to);
        var window = question.WindowMinutes > 0 ? TimeSpan.FromMinutes(question.WindowMinutes) : slot;
        var points = question.WindowMinutes > 0 ? Windows(signal, from, to, window, slot) : Slots(signal, from, to);
        if (points.Count == 0)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>(512 + (points.Count * 120));
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("generatedAt"u8, generatedAt.ToUniversalTime());
        json.WritePropertyName("requestedAt"u8);
        json.Flush();
        var requestedAt = buffer.WrittenCount + 1;
        json.WriteRawValue(OpenTime, skipInputValidation: true);
        json.WriteString("location"u8, question.Place.Location);
        json.WriteString("dataStartAt"u8, from);
        json.WriteString("dataEndAt"u8, to);
        json.WriteNumber("windowSize"u8, (int)window.TotalMinutes);
        var lowest = points.Min(p => p.Value);
        WritePoints(json, "optimalDataPoints"u8, question.Place.Location, points.Where(p => p.Value == lowest));
        WritePoints(json, "forecastData"u8, question.Place.Location, points);
        json.WriteEndObject();
        json.Flush();
        return new ForecastBody(buffer.WrittenSpan.ToArray(), requestedAt, EstimatedHeader.ShareOf(signal, from, to));
    }

    /// <summary>Sends the JSON with the time of the request in its place.</summary>
    public void WriteTo(IBufferWriter<byte> output, DateTimeOffset requestedAt)
    {
        output.Write(_json.AsSpan(0, _requestedAt));
        Utf8Formatter.TryFormat(requestedAt.ToUniversalTime(), output.GetSpan(TimeLength), out var length, 'O');
        output.Advance(length);
        output.Write(_json.AsSpan(_requestedAt + TimeLength));
    }

    private static ReadOnlySpan<byte> OpenTime => "\"0000-00-00T00:00:00.0000000+00:00\""u8;

    private static List<Point> Windows(CarbonSignal signal, DateTimeOffset from, DateTimeOffset to, TimeSpan window, TimeSpan step) =>
        [.. RollingMeans.Of(signal, from, to, window, step).Select(w => new Point(w.Start, (int)window.TotalMinutes, Rounded(w.GramsPerKilowattHour)))];

    private static List<Point> Slots(CarbonSignal signal, DateTimeOffset from, DateTimeOffset to)
    {
        var points = new List<Point>(signal.Count);
        for (var i = 0; i < signal.Count; i++)
        {
            var slot = signal[i];
            var (start, end) = (slot.Start > from ? slot.Start : from, slot.End < to ? slot.End : to);
            if (start < end && !slot.IsGap)
            {
                points.Add(new Point(start, (int)(end - start).TotalMinutes, Rounded(slot.GramsPerKilowattHour)));
            }
        }

        return points;
    }

    /// <summary>Windows of equal content must come out equal, whatever order their parts were added in.</summary>
    private static double Rounded(double value) => Math.Round(value, 9);

    private static void WritePoints(Utf8JsonWriter json, ReadOnlySpan<byte> name, string location, IEnumerable<Point> points)
    {
        json.WriteStartArray(name);
        foreach (var point in points)
        {
            json.WriteStartObject();
            json.WriteString("location"u8, location);
            json.WriteString("timestamp"u8, point.Start);
            json.WriteNumber("duration"u8, point.Minutes);
            json.WriteNumber("value"u8, point.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private readonly record struct Point(DateTimeOffset Start, int Minutes, double Value);
}
