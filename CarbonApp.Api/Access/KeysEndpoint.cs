using System.Globalization;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Access;

internal static class KeysEndpoint
{
    private const int LongestName = 100;
    private const int MostListed = 1_000;

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/api/v2").WithTags("Administration").WithMetadata(new RequiredScope(Scopes.Admin));
        admin.MapPost("/keys", PostAsync).WithName("createKey").ProducesProblem(400).ProducesProblem(401).ProducesProblem(403);
        admin.MapGet("/keys", ListAsync).WithName("keys").ProducesProblem(401).ProducesProblem(403);
        admin.MapDelete("/keys/{id}", DeleteAsync).WithName("revokeKey").ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);
        admin.MapGet("/audit", AuditAsync).WithName("audit").ProducesProblem(400).ProducesProblem(401).ProducesProblem(403);
    }

    /// <summary>Makes an API key. The answer is the only place where it stands: what is stored is a salted hash.</summary>
    /// <param name="request">What the key is for.</param>
    /// <response code="201">The key.</response>
    /// <response code="400">The request is malformed or out of range: VALIDATION.</response>
    public static async Task<Results<Created<KeyResponse>, ProblemHttpResult>> PostAsync(
        CreateKeyRequest request, HttpContext context, ApiKeyStore store, ApiKeyCheck check, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = Validate(request, time.GetUtcNow());
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var id = Ulid.New(time.GetUtcNow());
        var (key, salt) = (ApiKeyText.New(id), ApiKeyText.NewSalt());
        var row = await store.AddAsync(
            id, request.Name!.Trim(), [.. request.Scopes!.Distinct()], request.ExpiresAt?.UtcDateTime, salt, ApiKeyText.Hash(key, salt), AccessControl.Of(context), cancellationToken);
        check.Forget();
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/v2/keys/{id}", ToResponse(row) with { Key = key });
    }

    /// <summary>API keys, the newest first, without what they are.</summary>
    /// <response code="200">Up to 1,000 of them.</response>
    public static async Task<Ok<KeysResponse>> ListAsync(ApiKeyStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(new KeysResponse { Keys = [.. (await store.ListAsync(cancellationToken)).Select(ToResponse)] });

    /// <summary>Revokes an API key. Every replica refuses it within two seconds.</summary>
    /// <param name="id">Id of the key.</param>
    /// <response code="200">The key, revoked now or before.</response>
    /// <response code="404">No such key: NOT_FOUND.</response>
    public static async Task<Results<Ok<KeyResponse>, ProblemHttpResult>> DeleteAsync(
        string id, HttpContext context, ApiKeyStore store, ApiKeyCheck check, CancellationToken cancellationToken)
    {
        var row = JobQueue.IsId(id) ? await store.RevokeAsync(id, AccessControl.Of(context), cancellationToken) : null;
        check.Forget();
        return row is null ? DomainProblems.NotFound("There is no key of that id: GET /api/v2/keys lists all.") : TypedResults.Ok(ToResponse(row));
    }

    /// <summary>What administrators did, the newest first.</summary>
    /// <param name="limit">Acts to give, 1 to 1,000; 100 when left out.</param>
    /// <response code="200">The acts.</response>
    /// <response code="400">The limit is none: VALIDATION.</response>
    public static async Task<Results<Ok<AuditResponse>, ProblemHttpResult>> AuditAsync(string? limit, ApiKeyStore store, CancellationToken cancellationToken)
    {
        var count = 100;
        if (!string.IsNullOrEmpty(limit) && !(int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= MostListed))
        {
            return DomainProblems.Invalid("limit", $"is not a whole number from 1 to {MostListed}.");
        }

        var rows = await store.AuditAsync(count, cancellationToken);
        return TypedResults.Ok(new AuditResponse
        {
            Events = [.. rows.Select(r => new AuditItem { At = Utc(r.At), Actor = r.Actor, Address = r.Address, Action = r.Action, Subject = r.Subject, Detail = r.Detail })],
        });
    }

    private static FieldErrors Validate(CreateKeyRequest request, DateTimeOffset now)
    {
        var errors = new FieldErrors();
        if (request.Name is not { } name || name.Trim().Length is 0 or > LongestName || name.Any(char.IsControl))
        {
            errors.Add("name", $"must have 1 to {LongestName} characters: who or what the key is for.");
        }

        if (request.Scopes is not { Count: > 0 and <= 10 } scopes || scopes.Any(s => !Scopes.All.Contains(s)))
        {
            errors.Add("scopes", $"must be one or more of {string.Join(", ", Scopes.All)}.");
        }

        if (request.ExpiresAt <= now)
        {
            errors.Add("expiresAt", "is past: the key could never be used.");
        }

        return errors;
    }

    private static KeyResponse ToResponse(KeyRow row) => new()
    {
        Id = row.Id, Name = row.Name, Scopes = row.Scopes, CreatedAt = Utc(row.CreatedAt), ExpiresAt = Utc(row.ExpiresAt), RevokedAt = Utc(row.RevokedAt),
    };

    private static DateTimeOffset Utc(DateTime time) => new(time, TimeSpan.Zero);

    private static DateTimeOffset? Utc(DateTime? time) => time is { } set ? Utc(set) : null;
}
