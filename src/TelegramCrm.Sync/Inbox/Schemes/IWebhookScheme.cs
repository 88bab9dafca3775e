using Microsoft.AspNetCore.Http;
using NodaTime;

namespace TelegramCrm.Sync.Inbox.Schemes;

/// <summary>A way in which a sender proves that a delivery is its own.</summary>
public interface IWebhookScheme
{
    /// <summary>Verifies a request. The time it takes does not tell how nearly right a wrong proof is.</summary>
    /// <param name="headers">Its headers.</param>
    /// <param name="body">The raw bytes of its body.</param>
    /// <param name="sentAt">When it was sent, if it is genuine.</param>
    SignatureVerdict Verify(IHeaderDictionary headers, ReadOnlySpan<byte> body, out Instant sentAt);
}
