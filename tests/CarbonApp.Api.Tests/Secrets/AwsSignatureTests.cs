using CarbonApp.ServiceDefaults.Secrets;

namespace CarbonApp.Api.Tests.Secrets;

/// <summary>Against the values that AWS publishes: its signature test suite, and the worked examples of its reference.</summary>
public sealed class AwsSignatureTests
{
    private static readonly DateTimeOffset At = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);
    private static readonly AwsCredentials Example = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    [Theory]
    [InlineData("GET", "/", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")] // get-vanilla
    [InlineData("POST", "/", "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")] // post-vanilla
    [InlineData("GET", "/?Param2=value2&Param1=value1", "host;x-amz-date", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")] // get-vanilla-query-order-key-case
    public void Sign_TestSuite_Agrees(string method, string target, string headers, string signature)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "http://example.amazonaws.com" + target);

        AwsSignature.Sign(request, [], Example, "us-east-1", "service", At);

        Assert.Equal(
            $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={headers}, Signature={signature}",
            Assert.Single(request.Headers.GetValues("Authorization")));
    }

    /// <summary>ListUsers, with a header of the content among those signed.</summary>
    [Fact]
    public void Sign_ExampleOfTheReference_Agrees()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08") { Content = new ByteArrayContent([]) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");

        AwsSignature.Sign(request, [], Example, "us-east-1", "iam", At);

        Assert.EndsWith(
            "SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            Assert.Single(request.Headers.GetValues("Authorization")), StringComparison.Ordinal);
    }

    [Fact]
    public void Key_ExampleOfTheReference_Agrees() => Assert.Equal(
        "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d",
        Convert.ToHexStringLower(AwsSignature.Key(Example.SecretAccessKey, "20120215", "us-east-1", "iam")));
}
