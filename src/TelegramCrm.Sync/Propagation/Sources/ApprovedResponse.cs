namespace TelegramCrm.Sync.Propagation.Sources;

/// <summary>An approved response, as its source has it and the CRM is to have it.</summary>
/// <param name="Location">Where it stands in the source, for people: a file, a page's address.</param>
/// <param name="ExternalId">What it is called for good.</param>
/// <param name="Title">Its title.</param>
/// <param name="Body">Its text, with <c>\n</c> as the line's end, and no blank lines around it.</param>
/// <param name="Locale">Its language as a BCP 47 tag.</param>
public sealed record ApprovedResponse(string Location, string ExternalId, string Title, string Body, string Locale)
{
    /// <summary>The article of the knowledge base that it sums up; null for none.</summary>
    public string? ArticleId { get; init; }

    /// <summary>Its tags, each once, in order.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}

/// <summary>A document of the source that can't be sent.</summary>
/// <param name="Location">Where it stands.</param>
/// <param name="Field">The field that is wrong; null when it is the document as a whole.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record BadDocument(string Location, string? Field, string Reason, string Remedy)
{
    /// <summary>What it is called for good, when that could be read.</summary>
    public string? ExternalId { get; init; }
}

/// <summary>All that a source gave.</summary>
/// <param name="Responses">What can be sent.</param>
/// <param name="Bad">What can't.</param>
public sealed record SourceReading(IReadOnlyList<ApprovedResponse> Responses, IReadOnlyList<BadDocument> Bad);
