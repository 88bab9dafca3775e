using System.Text;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace TelegramCrm.Sync.Inbox.Schemes;

/// <summary>
/// Standard Webhooks: <c>webhook-signature</c> holds signatures <c>v1,…</c> with spaces between them, each the HMAC-SHA256 in base64 of
/// <c>webhook-id</c>, a dot, <c>webhook-timestamp</c>, a dot and the raw body.
/// </summary>
/// <remarks>https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md</remarks>
internal sealed class StandardWebhook(SigningKeys keys, Freshness freshness) : IWebhookScheme
{
    private const string Version = "v1,";

    public SignatureVerdict Verify(IHeaderDictionary headers, ReadOnlySpan<byte> body, out Instant sentAt)
    {
        sentAt = default;
        if (headers["webhook-signature"] is not [{ } signatures] || headers["webhook-id"] is not [{ } id] || headers["webhook-timestamp"] is not [{ } second])
            return SignatureVerdict.NotSigned;
        var claimed = signatures.Split(' ').Where(one => one.StartsWith(Version, StringComparison.Ordinal)).Select(one => SigningKeys.FromBase64(one[Version.Length..])).OfType<byte[]>();
        return keys.Signed(claimed, Encoding.UTF8.GetBytes($"{id}.{second}."), body) ? freshness.Of(second, out sentAt) : SignatureVerdict.Forged;
    }
}
