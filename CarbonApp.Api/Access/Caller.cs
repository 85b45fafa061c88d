namespace CarbonApp.Api.Access;

/// <summary>Who calls.</summary>
/// <param name="Actor">Id of the key, <c>admin-key</c>, <c>local</c> or <c>anonymous</c>.</param>
/// <param name="Address">Address, as rate limits count it.</param>
/// <param name="Scopes">What the caller may do.</param>
internal sealed record Caller(string Actor, string Address, IReadOnlyList<string> Scopes)
{
    /// <summary>A key was sent that is none, or none any more.</summary>
    public bool IsRefused { get; init; }

    /// <summary>True where the caller proved a key.</summary>
    public bool HasKey { get; init; }
}
