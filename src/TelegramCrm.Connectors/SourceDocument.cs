namespace TelegramCrm.Connectors;

/// <summary>A text that is kept elsewhere too.</summary>
/// <param name="Id">What the target calls it for good: it stays when the document is renamed.</param>
/// <param name="Title">What a reader sees above it.</param>
/// <param name="Text">What it says, as plain as the target can give it.</param>
/// <param name="Revision">What the target calls its present state: another word after each edit.</param>
/// <param name="Url">Where it is read in a browser.</param>
public sealed record SourceDocument(string Id, string Title, string Text, string Revision, Uri Url)
{
    /// <summary>Its language as a BCP 47 tag; null when the target doesn't say.</summary>
    public string? Language { get; init; }
}
