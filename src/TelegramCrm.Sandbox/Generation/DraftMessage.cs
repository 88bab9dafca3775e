namespace TelegramCrm.Sandbox.Generation;

/// <summary>A message of a ticket that is being made up.</summary>
internal sealed record DraftMessage(
    string Id, DateTimeOffset At, string AuthorType, string? AuthorId, bool IsNote, string? Text, string? TemplateId, DateTimeOffset? EditedAt, DraftAttachment? Attachment)
{
    public static IReadOnlyList<DraftAttachment> Attachments { get; } =
    [
        new("photo", "screenshot.jpg", 182_331), new("photo", "IMG_2044.jpg", 2_411_902), new("document", "orders.csv", 88_120),
        new("voice", "voice.ogg", 41_772), new("document", "invoice.pdf", 120_456),
    ];
}

/// <summary>What came with a message that has no text.</summary>
internal sealed record DraftAttachment(string Type, string FileName, long Size);

/// <summary>An event of a ticket that is being made up.</summary>
internal sealed record DraftEvent(string Id, DateTimeOffset At, string Type, string? From, string? To, string ActorType, string? ActorId);

/// <summary>An application of a template to a ticket that is being made up.</summary>
internal sealed record DraftUsage(string Id, string TemplateId, int Version, string AgentId, string MessageId, DateTimeOffset At);
