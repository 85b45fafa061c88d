using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CarbonApp.Api.Grid.Imports;
using CarbonApp.Api.Tests.Data;

namespace CarbonApp.Api.Tests.Imports;

/// <summary>The calls of the import feature, as a client makes them.</summary>
internal static class ImportCalls
{
    public static Task<HttpResponseMessage> PostImportAsync(this ApiOnPostgres api, string query, string file, string? key = null) =>
        api.PostImportAsync(query, new ByteArrayContent(Encoding.UTF8.GetBytes(file)), key);

    public static Task<HttpResponseMessage> PostImportAsync(this ApiOnPostgres api, string query, HttpContent file, string? key = null)
    {
        file.Headers.ContentType ??= new MediaTypeHeaderValue("text/csv");
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v2/imports{query}") { Content = file };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return api.Client.SendAsync(request);
    }

    /// <summary>Posts a file that should be taken.</summary>
    public static async Task<ImportResponse> ImportAsync(this ApiOnPostgres api, string query, string file, string? key = null)
    {
        using var response = await api.PostImportAsync(query, file, key);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<ImportResponse>())!;
    }

    public static Task<ImportResponse?> GetImportAsync(this ApiOnPostgres api, string id) =>
        api.Client.GetFromJsonAsync<ImportResponse>($"/api/v2/imports/{id}");

    /// <summary>Member <c>code</c> of a problem, after checking its status and form.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response, int status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(code, problem.GetProperty("code").GetString());
        return problem;
    }
}
