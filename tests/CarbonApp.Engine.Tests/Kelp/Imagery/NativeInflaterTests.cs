using System.IO.Compression;
using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Tests.Kelp.Imagery;

public class NativeInflaterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(200_000)]
    public void TryInflate_WholeStream_GivesItsBytes(int length)
    {
        Assert.SkipUnless(NativeInflater.IsPresent, "needs libdeflate, without which the framework's stream inflates");
        var (content, output) = (Content(length), new byte[length]);
        Assert.True(NativeInflater.TryInflate(Deflate(content), output));
        Assert.Equal(content, output);
    }

    [Fact]
    public void TryInflate_WhatIsNotExactlyThat_IsLeftToTheStream()
    {
        Assert.SkipUnless(NativeInflater.IsPresent, "needs libdeflate, without which the framework's stream inflates");
        var encoded = Deflate(Content(1000));
        Assert.False(NativeInflater.TryInflate(encoded, new byte[999]));
        Assert.False(NativeInflater.TryInflate(encoded, new byte[1001]));
        Assert.False(NativeInflater.TryInflate([], new byte[10]));
        for (var length = 0; length < encoded.Length; length += 7)
        {
            Assert.False(NativeInflater.TryInflate(encoded.AsSpan(0, length), new byte[1000]));
        }

        encoded[^1] ^= 1;
        Assert.False(NativeInflater.TryInflate(encoded, new byte[1000]));
    }

    private static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content.AsSpan(0, length / 2));
        return content;
    }

    private static byte[] Deflate(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var deflater = new ZLibStream(stream, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflater.Write(content);
        }

        return stream.ToArray();
    }
}
