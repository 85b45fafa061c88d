using System.Net;
using CarbonApp.ServiceDefaults.Outbound;

namespace CarbonApp.Api.Tests.Outbound;

public sealed class AddressKindsTests
{
    [Theory]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("127.255.255.254", "loopback")]
    [InlineData("0.0.0.0", "unspecified")]
    [InlineData("10.0.0.1", "private")]
    [InlineData("172.16.0.1", "private")]
    [InlineData("172.31.255.255", "private")]
    [InlineData("192.168.1.1", "private")]
    [InlineData("100.64.0.1", "carrier-grade NAT")]
    [InlineData("100.100.100.200", "carrier-grade NAT")]
    [InlineData("169.254.169.254", "link-local")]
    [InlineData("168.63.129.16", "cloud metadata")]
    [InlineData("192.0.0.192", "reserved")]
    [InlineData("198.19.0.1", "benchmarking")]
    [InlineData("203.0.113.9", "documentation")]
    [InlineData("224.0.0.1", "multicast")]
    [InlineData("255.255.255.255", "reserved")]
    [InlineData("::", "unspecified")]
    [InlineData("::1", "loopback")]
    [InlineData("fd00:ec2::254", "private")]
    [InlineData("fe80::1%3", "link-local")]
    [InlineData("ff02::1", "multicast")]
    [InlineData("2001:db8::1", "documentation")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2", "reserved")]
    [InlineData("::ffff:127.0.0.1", "loopback")]
    [InlineData("::ffff:169.254.169.254", "link-local")]
    [InlineData("::ffff:0:10.0.0.1", "private")]
    [InlineData("::10.0.0.1", "private")]
    [InlineData("64:ff9b::10.0.0.1", "private")]
    [InlineData("64:ff9b::a9fe:a9fe", "link-local")]
    [InlineData("64:ff9b:1::1", "reserved")]
    [InlineData("2002:7f00:1::", "loopback")]
    [InlineData("4000::1", "reserved")]
    public void WhyNotPublic_InsideAddress_SaysWhatItIs(string address, string kind) => Assert.Equal(kind, Judge(address));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("168.63.129.17")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2002:808:808::")]
    public void WhyNotPublic_PublicAddress_IsNull(string address) => Assert.Null(Judge(address));

    private static string? Judge(string address) => AddressKinds.WhyNotPublic(AddressKinds.Unwrap(IPAddress.Parse(address)));
}
