using System.Text;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace TelegramCrm.Sync.Inbox.Schemes;

/// <summary>
/// The secret itself in a header, as Telegram's Bot API sends <c>X-Telegram-Bot-Api-Secret-Token</c>. It proves the sender and not the body, so it is only as
/// good as the TLS before it; a recording is known by its delivery id alone.
/// </summary>
/// <remarks>https://core.telegram.org/bots/api#setwebhook</remarks>
internal sealed class SecretHeader(string header, SigningKeys keys, Freshness freshness) : IWebhookScheme
{
    public SignatureVerdict Verify(IHeaderDictionary headers, ReadOnlySpan<byte> body, out Instant sentAt)
    {
        sentAt = freshness.Now;
        return headers[header] switch
        {
            [{ } secret] => keys.Contains(Encoding.UTF8.GetBytes(secret)) ? SignatureVerdict.Genuine : SignatureVerdict.Forged,
            _ => SignatureVerdict.NotSigned,
        };
    }
}
