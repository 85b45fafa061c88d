using CarbonApp.ServiceDefaults.Secrets;

namespace CarbonApp.Api.Tests.Secrets;

public sealed class FolderSecretsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("carbonapp-secrets-").FullName;

    [Fact]
    public async Task Read_FilesAsKubernetesMountsThem_AreSettings()
    {
        Mount("..v1", ("ConnectionStrings__carbondb", "Host=db;Password=a b"), ("EL_MAPS_API_KEY", "one\r\n"));
        Assert.Equal(new() { ["ConnectionStrings:carbondb"] = "Host=db;Password=a b", ["EL_MAPS_API_KEY"] = "one" }, await ReadAsync());

        Mount("..v2", ("ConnectionStrings__carbondb", "Host=db;Password=c"), ("EL_MAPS_API_KEY", "two"));
        Assert.Equal(new() { ["ConnectionStrings:carbondb"] = "Host=db;Password=c", ["EL_MAPS_API_KEY"] = "two" }, await ReadAsync());
    }

    [Fact]
    public async Task Read_FileTooLong_NamesItAndNotWhatIsInIt()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "dump"), new string('s', 70_000));

        var fault = await Assert.ThrowsAsync<SecretSourceException>(ReadAsync);

        Assert.Contains("has dump, longer than 65536 bytes", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sss", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_FolderGone_SaysSo()
    {
        Directory.Delete(_folder);
        try
        {
            Assert.Contains("cannot be read (DirectoryNotFoundException)", (await Assert.ThrowsAsync<SecretSourceException>(ReadAsync)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.CreateDirectory(_folder);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A folder of a version, a link to it that is turned at once, and links through that.</summary>
    private void Mount(string version, params (string Name, string Text)[] files)
    {
        var target = Directory.CreateDirectory(Path.Combine(_folder, version));
        foreach (var (name, text) in files)
        {
            File.WriteAllText(Path.Combine(target.FullName, name), text);
        }

        var (turned, data) = (Path.Combine(_folder, "..data_tmp"), Path.Combine(_folder, "..data"));
        Directory.CreateSymbolicLink(turned, version);
        if (Directory.Exists(data))
        {
            File.Delete(data);
        }

        Directory.Move(turned, data);
        foreach (var (name, _) in files.Where(f => !File.Exists(Path.Combine(_folder, f.Name))))
        {
            File.CreateSymbolicLink(Path.Combine(_folder, name), Path.Combine("..data", name));
        }
    }

    private Task<Dictionary<string, string?>> ReadAsync() => new FolderSecrets(_folder).ReadAsync(CancellationToken.None);
}
