using System.Security.Cryptography;
using System.Text;

namespace CarbonApp.Cli.Imports;

/// <summary>A file to import: opened, hashed, its format known. Standard input is kept in a temporary file, so that it can be sent again.</summary>
internal sealed class ImportFile : IAsyncDisposable
{
    private const int BufferSize = 1 << 20;

    private ImportFile(string name, FileStream content, string key, string mediaType)
    {
        Name = name;
        Content = content;
        Key = key;
        MediaType = mediaType;
    }

    /// <summary>As the caller wrote it; - for standard input.</summary>
    public string Name { get; }

    public FileStream Content { get; }

    /// <summary>SHA-256 of the content's SHA-256 and the options: the same file read differently is another import.</summary>
    public string Key { get; }

    public string MediaType { get; }

    public static async Task<ImportFile> OpenAsync(string path, ImportOptions options, CancellationToken cancellationToken)
    {
        var content = path == "-" ? await KeepStandardInputAsync(cancellationToken) : Open(path);
        var hash = await SHA256.HashDataAsync(content, cancellationToken);
        var key = SHA256.HashData([.. hash, .. Encoding.UTF8.GetBytes(options.Query)]);
        var mediaType = await DetectAsync(content, cancellationToken);
        content.Position = 0;
        return new ImportFile(path, content, Convert.ToHexStringLower(key), mediaType);
    }

    public ValueTask DisposeAsync() => Content.DisposeAsync();

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan);

    private static async Task<FileStream> KeepStandardInputAsync(CancellationToken cancellationToken)
    {
        var kept = new FileStream(
            Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(kept, BufferSize, cancellationToken);
        kept.Position = 0;
        return kept;
    }

    /// <summary>By content, because standard input has no name and names lie: JSON begins with a bracket.</summary>
    private static async Task<string> DetectAsync(FileStream content, CancellationToken cancellationToken)
    {
        content.Position = 0;
        var head = new byte[1024];
        var length = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        var text = Encoding.UTF8.GetString(head, 0, length).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return text.StartsWith('{') || text.StartsWith('[') ? "application/json" : "text/csv";
    }
}
