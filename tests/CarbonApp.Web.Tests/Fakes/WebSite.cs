using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CarbonApp.Web.Tests.Fakes;

/// <summary>Web on a real socket over its own stand-in for Api.</summary>
internal sealed class WebSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebSite(FakeApi api, WebApplication app)
    {
        Api = api;
        _app = app;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    /// <summary>Sunday, so that weekdays in texts can be foretold.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 11, 22, 14, 12, 0, TimeSpan.Zero);

    public FakeApi Api { get; }

    public HttpClient Http { get; }

    public static async Task<WebSite> StartAsync(string state = "normal", params string[] settings)
    {
        var clock = new FixedClock(Now);
        var api = await FakeApi.StartAsync(clock);
        api.State = state;
        return await StartOverAsync(api, api.Address, clock, settings);
    }

    /// <summary>Web whose Api is not there.</summary>
    public static async Task<WebSite> StartWithoutApiAsync()
    {
        var clock = new FixedClock(Now);
        var api = await FakeApi.StartAsync(clock);
        var address = api.Address;
        await api.DisposeAsync();
        return await StartOverAsync(api, address, clock);
    }

    public async Task<(int Status, IDocument Page)> OpenAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        var page = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, page);
    }

    /// <summary>Sends a form as a browser without scripts would: its hidden fields, and these.</summary>
    public async Task<(int Status, IDocument Page)> SendAsync(IElement form, Dictionary<string, string> fields)
    {
        var hidden = form.QuerySelectorAll("input[type=hidden]").Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value") ?? ""));
        using var content = new FormUrlEncodedContent([.. hidden, .. fields]);
        using var response = await Http.PostAsync(form.GetAttribute("action"), content);
        var page = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, page);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await Api.DisposeAsync();
    }

    private static async Task<WebSite> StartOverAsync(FakeApi api, Uri address, TimeProvider clock, params string[] settings)
    {
        var app = SiteHost.Build(["--urls", "http://127.0.0.1:0", "--services:api:http:0", address.ToString().TrimEnd('/'), .. settings], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton(clock);
        });
        await app.StartAsync();
        return new WebSite(api, app);
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
