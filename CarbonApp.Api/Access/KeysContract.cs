namespace CarbonApp.Api.Access;

/// <summary>Body of <c>POST /api/v2/keys</c>.</summary>
internal sealed record CreateKeyRequest
{
    /// <summary>Who or what it is for, 1 to 100 characters.</summary>
    public string? Name { get; init; }

    /// <summary>What it may be used for: read, plan, import, web (calls count for the visitor they are made for), admin.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>When it ends by itself, UTC; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>An API key.</summary>
internal sealed record KeyResponse
{
    /// <summary>ULID, the part of the key that is no secret.</summary>
    public required string Id { get; init; }

    /// <summary>Who or what it is for.</summary>
    public required string Name { get; init; }

    /// <summary>What it may be used for.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends by itself, UTC; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked, UTC; null while it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The key itself, only in the answer that made it; nobody can tell it again.</summary>
    public string? Key { get; init; }
}

/// <summary>Answer of <c>GET /api/v2/keys</c>.</summary>
internal sealed record KeysResponse
{
    /// <summary>The newest first, revoked ones among them.</summary>
    public required IReadOnlyList<KeyResponse> Keys { get; init; }
}

/// <summary>One act of an administrator.</summary>
internal sealed record AuditItem
{
    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Id of the key used; <c>admin-key</c> for the one in the settings, <c>local</c> for this machine without a key.</summary>
    public required string Actor { get; init; }

    /// <summary>Address it came from.</summary>
    public required string Address { get; init; }

    /// <summary>What was done: key.create, key.revoke.</summary>
    public required string Action { get; init; }

    /// <summary>Id of what it was done to.</summary>
    public required string Subject { get; init; }

    /// <summary>What is to be known of it.</summary>
    public required string Detail { get; init; }
}

/// <summary>Answer of <c>GET /api/v2/audit</c>.</summary>
internal sealed record AuditResponse
{
    /// <summary>The newest first.</summary>
    public required IReadOnlyList<AuditItem> Events { get; init; }
}
