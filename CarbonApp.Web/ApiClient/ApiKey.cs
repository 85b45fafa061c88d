using System.Net.Http.Headers;

namespace CarbonApp.Web.ApiClient;

/// <summary>
/// Setting <c>Api:Key</c>: Web's own key, where Api takes none but keyed calls; give it the scope web beside what visitors may do, so that
/// their calls count for them. A visitor's own key goes before it.
/// </summary>
internal sealed class ApiKey(IConfiguration configuration)
{
    public void AddTo(HttpRequestHeaders headers)
    {
        if (configuration["Api:Key"] is { Length: > 0 } key && !headers.Contains("Authorization") && !headers.Contains("X-API-Key"))
        {
            headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        }
    }
}
