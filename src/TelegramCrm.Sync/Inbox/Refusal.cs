using Microsoft.AspNetCore.Http;

namespace TelegramCrm.Sync.Inbox;

/// <summary>Why a request was turned away.</summary>
/// <param name="Code">For counters and configuration; one of few.</param>
/// <param name="Status">The HTTP status that it is answered with.</param>
/// <param name="Meaning">For people.</param>
public sealed record Refusal(string Code, int Status, string Meaning)
{
    internal static Refusal Address { get; } = new("address", StatusCodes.Status403Forbidden, "an address that may not deliver");
    internal static Refusal NotJson { get; } = new("content_type", StatusCodes.Status415UnsupportedMediaType, "not application/json");
    internal static Refusal Compressed { get; } = new("content_encoding", StatusCodes.Status415UnsupportedMediaType, "a compressed body");
    internal static Refusal TooLarge { get; } = new("too_large", StatusCodes.Status413PayloadTooLarge, "a body over the limit");
    internal static Refusal TooSlow { get; } = new("too_slow", StatusCodes.Status408RequestTimeout, "a body that did not come in time");
    internal static Refusal BrokenBody { get; } = new("broken_body", StatusCodes.Status400BadRequest, "a body that breaks off or is badly chunked");
    internal static Refusal NotSigned { get; } = new("unsigned", StatusCodes.Status401Unauthorized, "no signature");
    internal static Refusal Forged { get; } = new("forged", StatusCodes.Status401Unauthorized, "a signature that no secret of ours made");
    internal static Refusal Stale { get; } = new("stale", StatusCodes.Status401Unauthorized, "a timestamp missing or outside the tolerance");
    internal static Refusal Malformed { get; } = new("malformed", StatusCodes.Status400BadRequest, "not a JSON object in UTF-8");
    internal static Refusal NoDelivery { get; } = new("no_delivery", StatusCodes.Status400BadRequest, "no id, no type, no workspace or no data");
    internal static Refusal OtherWorkspace { get; } = new("other_workspace", StatusCodes.Status400BadRequest, "another workspace");
    internal static Refusal Full { get; } = new("full", StatusCodes.Status503ServiceUnavailable, "the inbox is full");
    internal static Refusal WorkspaceUnknown { get; } = new("workspace_unknown", StatusCodes.Status503ServiceUnavailable, "our own workspace is not known yet");
    internal static Refusal NotStored { get; } = new("not_stored", StatusCodes.Status503ServiceUnavailable, "not stored");

    /// <summary>Whether the sender did nothing wrong and is to come again.</summary>
    public bool IsOurs => Status == StatusCodes.Status503ServiceUnavailable;
}
