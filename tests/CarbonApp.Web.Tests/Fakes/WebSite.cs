using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CarbonApp.Web.Tests.Fakes;

/// <summary>Web on a real socket over its own stand-in for Api.</summary>
internal sealed class WebSite : IAsyncDisposable
{
    private readonly Factory _factory;

    private WebSite(FakeApi api, Factory factory)
    {
        Api = api;
        _factory = factory;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = factory.ClientOptions.BaseAddress };
    }

    /// <summary>Sunday, so that weekdays in texts can be foretold.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 11, 22, 14, 12, 0, TimeSpan.Zero);

    public FakeApi Api { get; }

    public HttpClient Http { get; }

    public static async Task<WebSite> StartAsync(string state = "normal")
    {
        var clock = new FixedClock(Now);
        var api = await FakeApi.StartAsync(clock);
        api.State = state;
        return StartOver(api, api.Address, clock);
    }

    /// <summary>Web whose Api is not there.</summary>
    public static async Task<WebSite> StartWithoutApiAsync()
    {
        var clock = new FixedClock(Now);
        var api = await FakeApi.StartAsync(clock);
        var address = api.Address;
        await api.DisposeAsync();
        return StartOver(api, address, clock);
    }

    public async Task<(int Status, IDocument Page)> OpenAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        var page = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, page);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _factory.DisposeAsync();
        await Api.DisposeAsync();
    }

    private static WebSite StartOver(FakeApi api, Uri address, TimeProvider clock)
    {
        var factory = new Factory(address, clock);
        factory.UseKestrel(0);
        factory.StartServer();
        return new WebSite(api, factory);
    }

    private sealed class Factory(Uri api, TimeProvider clock) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSetting("services:api:http:0", api.ToString().TrimEnd('/'));
            builder.ConfigureLogging(logging => logging.ClearProviders());
            builder.ConfigureServices(services => services.AddSingleton(clock));
        }
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

internal static class PageText
{
    /// <summary>Text as a reader meets it, white space folded.</summary>
    public static string Words(this IParentNode page, string selector) =>
        string.Join(' ', (page.QuerySelector(selector) ?? throw new InvalidOperationException($"The page has no {selector}.")).TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
