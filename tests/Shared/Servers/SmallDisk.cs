using System.Globalization;

namespace CarbonApp.Tests.Shared.Servers;

/// <summary>
/// A filesystem of a few megabytes in memory that can be filled to its last page and made room on again. Skips the calling test where it may
/// not be mounted. It is unmounted with the test, and with the test run where that ends before.
/// </summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int BlockBytes = 65_536;

    private readonly DirectoryInfo _folder;

    private SmallDisk(DirectoryInfo folder)
    {
        _folder = folder;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>Where it is mounted.</summary>
    public string Folder => _folder.FullName;

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <summary>Mounts one.</summary>
    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "needs a small filesystem: only root on Linux may mount one (in a container, with the capability SYS_ADMIN)");
        var folder = Directory.CreateTempSubdirectory("carbonapp-disk-");
        try
        {
            await ServerProcess.RunAsync(
                ["mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=777"), "carbonapp-test", folder.FullName], "/");
        }
        catch (InvalidOperationException e)
        {
            folder.Delete();
            Assert.Skip($"needs a small filesystem, which cannot be mounted here (in a container, the capability SYS_ADMIN is needed): {e.Message}");
        }

        return new SmallDisk(folder);
    }

    /// <summary>Fills it until not a byte more goes in.</summary>
    public void Fill()
    {
        // Without a buffer: what does not go in must fail here, not when the file is closed.
        using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var bytes = BlockBytes; bytes > 0;)
        {
            try
            {
                file.Write(new byte[bytes]);
            }
            catch (IOException)
            {
                bytes /= 2;
            }
        }
    }

    /// <summary>Takes away what <see cref="Fill"/> put there.</summary>
    public void MakeRoom() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        await UnmountAsync();
    }

    private void OnExit(object? sender, EventArgs e) => UnmountAsync().GetAwaiter().GetResult();

    /// <summary>Lazily: a server that is being killed may hold a file a moment longer.</summary>
    private async Task UnmountAsync()
    {
        await ServerProcess.RunAsync(["umount", "--lazy", Folder], "/");
        _folder.Delete();
    }
}
