using CarbonApp.AppHost.Servers;
using CarbonApp.AppHost.Standalone.Running;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.AppHost.Tests.Standalone;

/// <summary>The disk of the data folder is full: the host keeps no notes then, and does everything else.</summary>
public class HostDiskFullTests
{
    [Fact]
    public async Task Supervise_DiskFull_GoesOnStartingWhatEnds()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 1);
        var data = DataFolder.For(disk.Folder, disk.Folder);
        data.Open();
        disk.Fill();
        var starts = 0;
        var spec = new ProcessSpec
        {
            Name = "brief",
            Prepare = () =>
            {
                Interlocked.Increment(ref starts);
                return new ServerCommand("false", "/", []);
            },
        };
        using var launcher = new ProcessLauncher();
        using var process = new SupervisedProcess(spec, launcher, new ProcessRecords(data.Running), new HostConsole(TextWriter.Null, coloured: false), TimeProvider.System);

        process.Begin([]);

        var began = TimeProvider.System.GetTimestamp();
        while (Volatile.Read(ref starts) < 3)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30), "it was left alone");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        await process.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Secret_DiskFull_IsMadeOnceThereIsRoomAndNotLeftEmpty()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 1);
        var data = DataFolder.For(disk.Folder, disk.Folder);
        data.Open();
        disk.Fill();

        Assert.Throws<IOException>(() => data.Secret("postgres-password"));
        disk.MakeRoom();
        var secret = data.Secret("postgres-password");

        Assert.Equal(32, secret.Length);
        Assert.Equal(secret, data.Secret("postgres-password"));
    }

    [Fact]
    public async Task Lock_DiskFull_IsTakenAndKeepsASecondHostOut()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 1);
        var data = DataFolder.For(disk.Folder, disk.Folder);
        data.Open();
        disk.Fill();

        using var held = HostLock.Take(data);

        Assert.Contains("already runs", Assert.Throws<ServerUnavailableException>(() => HostLock.Take(data)).Message, StringComparison.Ordinal);
    }
}
