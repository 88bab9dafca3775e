using System.Text;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace TelegramCrm.Sync.Inbox.Schemes;

/// <summary>
/// <c>X-Webhook-Signature: t=1772366400,v1=…</c>: the HMAC-SHA256 in hex of the second, a dot and the raw body. There may be several <c>v1</c>, one a secret
/// of the sender; what else the header holds is of other versions.
/// </summary>
internal sealed class TimestampedSignature(SigningKeys keys, Freshness freshness) : IWebhookScheme
{
    public SignatureVerdict Verify(IHeaderDictionary headers, ReadOnlySpan<byte> body, out Instant sentAt)
    {
        sentAt = default;
        if (headers[BodySignature.SignatureHeader] is not [{ } header])
            return SignatureVerdict.NotSigned;
        var parts = header.Split(',', StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)).Where(part => part.Length == 2).ToLookup(part => part[0], part => part[1]);
        if (parts["t"].ToList() is not [var second] || !keys.Signed(parts["v1"].Select(text => SigningKeys.FromHex(text)).OfType<byte[]>(), Encoding.UTF8.GetBytes($"{second}."), body))
            return SignatureVerdict.Forged;
        return freshness.Of(second, out sentAt);
    }
}
