namespace CarbonApp.ServiceDefaults.Secrets;

/// <summary>
/// A file for each setting, as Docker and Kubernetes mount secrets. Read by time and not watched: a mounted secret is changed by turning a
/// symbolic link, which file watchers miss on some file systems.
/// </summary>
internal sealed class FolderSecrets(string folder) : ISecretSource
{
    /// <summary>Longer than any connection string or key; a file that is longer is there by mistake.</summary>
    private const int MostBytes = 64 * 1024;

    public string Name => $"The folder of secrets {folder}";

    public async Task<Dictionary<string, string?>> ReadAsync(CancellationToken cancellationToken)
    {
        var secrets = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        try
        {
            // Names with a dot before them are Kubernetes' own: the folders that the links point into.
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles().Where(f => !f.Name.StartsWith('.')))
            {
                secrets[SecretNames.SettingOf(file.Name)] = await ReadAsync(file.FullName, cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretSourceException(Name, $"cannot be read ({e.GetType().Name})", "Let the user that this runs as read it and every file in it.");
        }

        return secrets;
    }

    /// <summary>A file's text without the line end that editors and <c>echo</c> put there.</summary>
    internal static async Task<string> TextAsync(string source, string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await File.ReadAllTextAsync(path, cancellationToken)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretSourceException(source, $"needs the file {path}, which cannot be read ({e.GetType().Name})", "Mount it, and let the user that this runs as read it.");
        }
    }

    private async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        var bytes = new byte[MostBytes + 1];
        var length = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= MostBytes
            ? System.Text.Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\r', '\n')
            : throw new SecretSourceException(Name, $"has {Path.GetFileName(path)}, longer than {MostBytes} bytes", "Take the file away: no secret is that long.");
    }
}
