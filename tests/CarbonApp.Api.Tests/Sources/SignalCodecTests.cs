using CarbonApp.Api.Grid.Sources.Caching;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Tests.Sources;

public sealed class SignalCodecTests
{
    private static readonly SignalBasis Basis = new(ZoneId.Parse("US-MIDA-PJM"), SignalKind.Marginal, EmissionFactor.Direct);
    private static readonly DateTimeOffset Start = new(1969, 12, 31, 23, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Decode_Encoded_IsTheSameSignal()
    {
        var measured = new SignalProvenance("ü", SignalStatus.Measured, Start.AddMinutes(7));
        var forecast = measured with { Status = SignalStatus.Forecast };
        var signal = CarbonSignal.FromSlots(Basis,
        [
            new(Start, Start.AddHours(1), 123.456789, measured),
            new(Start.AddHours(3), Start.AddHours(3.5), 0, forecast),
            new(Start.AddHours(3.5), Start.AddHours(4), 4_999.99, measured),
        ]);

        var decoded = SignalCodec.Instance.Decode(SignalCodec.Instance.Encode(signal));

        Assert.Equal(signal.Basis, decoded.Basis);
        Assert.Equal(signal.Slots, decoded.Slots);
    }

    [Fact]
    public void Decode_Empty_IsEmpty() =>
        Assert.Equal(0, SignalCodec.Instance.Decode(SignalCodec.Instance.Encode(CarbonSignal.Unknown(Basis))).Count);

    [Fact]
    public void Encode_TwoDaysOfHalfHours_IsSmall()
    {
        var values = Enumerable.Range(0, 96).Select(i => 100.0 + i).ToArray();
        var signal = CarbonSignal.FromRegular(Basis, FeedScript.Now, TimeSpan.FromMinutes(30), values, new SignalProvenance("neso", SignalStatus.Forecast, FeedScript.Now));

        Assert.InRange(SignalCodec.Instance.Encode(signal).Length, 96 * 9, 96 * 14);
    }

    [Fact]
    public void Decode_AnyByteFlippedOrCutOff_IsAFormatErrorOrAnotherSignalNeverAnythingElse()
    {
        var signal = CarbonSignal.FromRegular(Basis, FeedScript.Now, TimeSpan.FromMinutes(30), [100, 200, 300], new SignalProvenance("neso", SignalStatus.Forecast, FeedScript.Now));
        var good = SignalCodec.Instance.Encode(signal);
        for (var i = 0; i < good.Length; i++)
        {
            foreach (var flip in new byte[] { 0x01, 0x80, 0xFF })
            {
                var bad = (byte[])good.Clone();
                bad[i] ^= flip;
                DecodesOrFormatError(bad);
            }

            DecodesOrFormatError(good[..i]);
        }
    }

    private static void DecodesOrFormatError(byte[] bytes)
    {
        var failure = Record.Exception(() => SignalCodec.Instance.Decode(bytes));
        Assert.True(failure is null or FormatException, $"{failure}");
    }
}
