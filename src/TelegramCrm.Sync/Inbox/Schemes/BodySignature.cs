using Microsoft.AspNetCore.Http;
using NodaTime;

namespace TelegramCrm.Sync.Inbox.Schemes;

/// <summary>
/// The CRM's own scheme: <c>X-Webhook-Signature: sha256=…</c> is the HMAC-SHA256 of the raw body in hex, <c>X-Webhook-Timestamp</c> the second it was
/// sent. The timestamp is not signed: a recording is known by its delivery id, which the body holds.
/// </summary>
internal sealed class BodySignature(SigningKeys keys, Freshness freshness) : IWebhookScheme
{
    public const string SignatureHeader = "X-Webhook-Signature";
    public const string TimestampHeader = "X-Webhook-Timestamp";

    private const string Prefix = "sha256=";

    public SignatureVerdict Verify(IHeaderDictionary headers, ReadOnlySpan<byte> body, out Instant sentAt)
    {
        sentAt = default;
        if (headers[SignatureHeader] is not [{ } signature])
            return SignatureVerdict.NotSigned;
        if (!signature.StartsWith(Prefix, StringComparison.Ordinal) || SigningKeys.FromHex(signature.AsSpan(Prefix.Length)) is not { } claimed || !keys.Signed([claimed], [], body))
            return SignatureVerdict.Forged;
        return freshness.Of(headers[TimestampHeader] is [var second] ? second : null, out sentAt);
    }
}
