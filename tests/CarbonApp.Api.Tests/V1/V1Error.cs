using CarbonApp.Api.Tests.Fakes;

namespace CarbonApp.Api.Tests.V1;

internal static class V1Error
{
    /// <summary>Fails unless the answer is an error in v1's shape.</summary>
    public static void Assert(Answer answer, int status, string type)
    {
        Xunit.Assert.True(answer.Status == status, $"{answer.Status}: {answer.Text}");
        Xunit.Assert.Equal("application/json", answer.ContentType);
        Xunit.Assert.Equal("error", answer.String("status"));
        Xunit.Assert.Equal(type, answer.String("error_type"));
        Xunit.Assert.False(string.IsNullOrWhiteSpace(answer.String("message")));
        Xunit.Assert.DoesNotContain("CarbonApp", answer.String("message"), StringComparison.Ordinal);
        Xunit.Assert.EndsWith("Z", answer.String("timestamp"), StringComparison.Ordinal);
    }
}
