using CarbonApp.Web.Tests.Fakes;

namespace CarbonApp.Web.Tests.Settings;

public sealed class KeyRotationTests
{
    [Fact]
    public async Task KeyOfWeb_ChangedInTheFolderOfSecrets_GoesWithTheNextCall()
    {
        var folder = Directory.CreateTempSubdirectory("carbonapp-secrets-");
        var file = Path.Combine(folder.FullName, "Api__Key");
        await File.WriteAllTextAsync(file, "carbon_one\n");
        await using var site = await WebSite.StartAsync("normal", "--Secrets:Folder", folder.FullName, "--Secrets:ReloadSeconds", "0.1");
        Assert.Equal("Bearer carbon_one", await SentAsync(site));

        // As a whole, as a mount changes: a reader never sees half of it.
        await File.WriteAllTextAsync(file + ".new", "carbon_two\n");
        File.Move(file + ".new", file, overwrite: true);

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await SentAsync(site) != "Bearer carbon_two")
        {
            await Task.Delay(50, limit.Token);
        }

        folder.Delete(recursive: true);
    }

    private static async Task<string> SentAsync(WebSite site)
    {
        using var answer = await site.Http.GetAsync("/api/v2/zones");
        return site.Api.LastRequest!.Headers["Authorization"];
    }
}
