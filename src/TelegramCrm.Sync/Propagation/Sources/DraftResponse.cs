namespace TelegramCrm.Sync.Propagation.Sources;

/// <summary>A response as it was found, before anybody asked whether it can be sent.</summary>
/// <param name="Location">Where it stands.</param>
internal sealed record DraftResponse(string Location)
{
    public string? ExternalId { get; init; }

    public string? Title { get; init; }

    public string? Body { get; init; }

    public string? Language { get; init; }

    public string? ArticleId { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];
}
