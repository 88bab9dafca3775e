namespace TelegramCrm.Connectors;

/// <summary>An article of a knowledge base.</summary>
/// <param name="Id">What the CRM's templates and tickets call it (<c>article_id</c>); unique within the knowledge base.</param>
/// <param name="Title">What a reader sees above it.</param>
/// <param name="Url">Where it is read in a browser.</param>
public sealed record Article(string Id, string Title, Uri Url)
{
    /// <summary>Its language as a BCP 47 tag; null when the target doesn't say.</summary>
    public string? Language { get; init; }
}
