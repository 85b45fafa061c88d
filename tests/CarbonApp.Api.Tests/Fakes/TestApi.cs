using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Tests.Shared.Fakes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CarbonApp.Api.Tests.Fakes;

/// <summary>The real Api with fixed signals and a fixed clock, in memory unless <see cref="WebApplicationFactory{T}.UseKestrel()"/> is called.</summary>
internal sealed class TestApi : ApiFactory
{
    private readonly Dictionary<string, string> _settings = [];

    public TestApi(params IEnumerable<Engine.Grid.Signals.CarbonSignal> signals) => Reader.With(signals);

    public FixedSignalReader Reader { get; } = new();

    public FakeTimeProvider Clock { get; } = new(Signals.Now);

    /// <summary>Registered in place of the annual mix when set.</summary>
    public IPowerMixReader? Mix { get; init; }

    /// <summary>Takes every line logged when set.</summary>
    public LogLines? Log { get; init; }

    public TestApi Set(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    public async Task<Answer> PostAsync(string path, string body, string contentType = "application/json")
    {
        using var client = CreateClient();
        using var content = new StringContent(body, Encoding.UTF8, contentType);
        return await Answer.Of(await client.PostAsync(new Uri(path, UriKind.Relative), content));
    }

    public async Task<Answer> GetAsync(string path)
    {
        using var client = CreateClient();
        return await Answer.Of(await client.GetAsync(new Uri(path, UriKind.Relative)));
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var client = CreateClient();
        return await Answer.Of(await client.SendAsync(request));
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseEnvironment(Environments.Production);
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            services.Replace(ServiceDescriptor.Singleton<ISignalReader>(Reader));
            if (Log is not null)
            {
                services.AddLogging(logging => logging.AddProvider(Log));
            }

            if (Mix is not null)
            {
                services.Replace(ServiceDescriptor.Singleton(Mix));
            }
        });
    }
}

/// <summary>Status, headers and body of an answer.</summary>
internal sealed record Answer(int Status, string? ContentType, HttpResponseMessage Response, string Text)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public static async Task<Answer> Of(HttpResponseMessage response) => new(
        (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, response, await response.Content.ReadAsStringAsync());

    public double Number(params string[] path) => At(path).GetDouble();

    public string? String(params string[] path) => At(path).GetString();

    public DateTimeOffset Time(params string[] path) => At(path).GetDateTimeOffset();

    public JsonElement At(params string[] path) => path.Aggregate(
        Json, (element, name) => int.TryParse(name, out var index) ? element[index] : element.GetProperty(name));
}
