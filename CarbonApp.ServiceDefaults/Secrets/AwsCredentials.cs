namespace CarbonApp.ServiceDefaults.Secrets;

/// <summary>What a request to AWS is signed with.</summary>
/// <param name="AccessKeyId">Name of the key.</param>
/// <param name="SecretAccessKey">The key; never sent.</param>
/// <param name="SessionToken">Goes along where the key is a temporary one.</param>
internal sealed record AwsCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken = null)
{
    public override string ToString() => AccessKeyId;
}
