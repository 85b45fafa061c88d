using CarbonApp.Api.Grid.Schedules;

namespace CarbonApp.Api.Tests.Schedules;

public sealed class WebhookSignatureTests
{
    /// <summary>The example that Svix, among the standard's authors, publishes for implementers.</summary>
    [Fact]
    public void Of_PublishedExample_Agrees()
    {
        var signature = WebhookSignature.Of(
            "whsec_plJ3nmyCDGBKInavdOK15jsl", "msg_loFOjxBNrRLzqYUf", DateTimeOffset.FromUnixTimeSeconds(1731705121), """{"event_type":"ping","data":{"success":true}}""");

        Assert.Equal("v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=", signature);
    }

    [Fact]
    public void VerifyWebhook_TheExampleForReceivers_TellsGenuineFromForged()
    {
        var (secret, now, body) = (WebhookSignature.NewSecret(), DateTimeOffset.FromUnixTimeSeconds(1731705121), "{\"jobId\":\"nächtlich\"}");
        var signature = WebhookSignature.Of(secret, "id", now, body);

        Assert.True(Genuine("id", "1731705121", "v1,b3RoZXI= " + signature, body, now.AddMinutes(5)));
        Assert.False(Genuine("id", "1731705121", signature, body, now.AddMinutes(5).AddSeconds(1)));
        Assert.False(Genuine("id", "1731705121", signature, body + " ", now));
        Assert.False(Genuine("other", "1731705121", signature, body, now));
        Assert.False(Genuine("id", "1731705122", signature, body, now));
        Assert.False(Genuine("id", "soon", signature, body, now));
        Assert.False(Genuine("id", "1731705121", "", body, now));

        bool Genuine(string id, string timestamp, string signatures, string text, DateTimeOffset at) =>
            VerifyWebhook.IsGenuine(secret, id, timestamp, signatures, System.Text.Encoding.UTF8.GetBytes(text), at);
    }

    [Fact]
    public void NewSecret_IsOneAndNeverTheSame()
    {
        var (one, other) = (WebhookSignature.NewSecret(), WebhookSignature.NewSecret());

        Assert.True(WebhookSignature.IsSecret(one));
        Assert.NotEqual(one, other);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_not base 64")]
    [InlineData("whsec_plJ3nmyCDGBKInavdOK15jsl")]
    [InlineData("dGhpcyBrZXkgc3RhbmRzIGluIHRoZSBzZXR0aW5ncw==")]
    public void IsSecret_TooShortOrOtherwiseNone_SaysSo(string? text) => Assert.False(WebhookSignature.IsSecret(text));

    [Fact]
    public void IsSecret_LongerThan64Bytes_SaysSo()
    {
        Assert.True(WebhookSignature.IsSecret("whsec_" + Convert.ToBase64String(new byte[64])));
        Assert.False(WebhookSignature.IsSecret("whsec_" + Convert.ToBase64String(new byte[65])));
    }
}
