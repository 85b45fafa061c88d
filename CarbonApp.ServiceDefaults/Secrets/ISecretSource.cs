namespace CarbonApp.ServiceDefaults.Secrets;

/// <summary>A place that secrets are fetched from.</summary>
internal interface ISecretSource
{
    /// <summary>What and where it is, for errors.</summary>
    string Name { get; }

    /// <summary>All secrets it has for us, by setting.</summary>
    /// <exception cref="SecretSourceException">It does not give them.</exception>
    Task<Dictionary<string, string?>> ReadAsync(CancellationToken cancellationToken);
}
