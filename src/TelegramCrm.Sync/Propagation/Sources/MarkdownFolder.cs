using System.IO.Enumeration;
using System.Text;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Propagation.Sources;

/// <summary>
/// A folder of Markdown files with front matter, as a checkout of a repository is. A file is a response, unless it is a <c>README.md</c>, or it or a folder above it begins with a
/// dot or an underscore.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="configuration">What responses must be like.</param>
public sealed class MarkdownFolder(string folder, TemplateConfiguration configuration) : IResponseSource
{
    private const long MostBytes = 1024 * 1024; // nobody approves of a longer answer

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public string Description => folder;

    /// <inheritdoc/>
    public async Task<SourceReading> ReadAsync(CancellationToken cancellationToken)
    {
        var (drafts, bad) = (new List<DraftResponse>(), new List<BadDocument>());
        foreach (var file in Files())
        {
            var location = Path.GetRelativePath(folder, file).Replace('\\', '/');
            try
            {
                drafts.Add(Draft(location, FrontMatter.Read(await TextAsync(file, cancellationToken))));
            }
            catch (FormatException broken)
            {
                bad.Add(new(location, "front matter", broken.Message, "mend the lines between the two --- at its head"));
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or DecoderFallbackException)
            {
                bad.Add(new(location, null, unreadable is DecoderFallbackException ? "is not UTF-8" : unreadable.Message, "save it as UTF-8 text that this user may read"));
            }
        }
        return new ResponseRules(configuration).Apply(drafts, bad);
    }

    private static DraftResponse Draft(string location, FrontMatter front) => new(location)
    {
        ExternalId = front.Text("external_id") ?? location,
        Title = front.Text("title"),
        Body = front.Body,
        Language = front.Text("language"),
        ArticleId = front.Text("article_id"),
        Tags = front.Texts("tags"),
    };

    private List<string> Files()
    {
        try
        {
            return
            [
                .. new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false })
                {
                    ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && IsResponse(entry.FileName),
                    // A link to a file is one; a link to a folder may lead back to where we are.
                    ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.FileName.StartsWith('.') && !entry.FileName.StartsWith('_') && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
                }.Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new SourceUnreadableException(folder, unreadable.Message, unreadable);
        }
    }

    private static bool IsResponse(ReadOnlySpan<char> name) => name.EndsWith(".md", StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith('.') && !name.StartsWith('_') && !name.Equals("README.md", StringComparison.OrdinalIgnoreCase);

    private static async Task<string> TextAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        if (stream.Length > MostBytes)
            throw new IOException($"has {stream.Length:N0} bytes, more than {MostBytes:N0}");
        using var reader = new StreamReader(stream, Strict, detectEncodingFromByteOrderMarks: true);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
