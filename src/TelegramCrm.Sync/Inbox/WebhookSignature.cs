using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Inbox;

/// <summary>
/// Tells the CRM's own deliveries from forged and from stale ones: <c>X-Webhook-Signature: sha256=…</c> is the HMAC-SHA256 of the raw body in hex,
/// <c>X-Webhook-Timestamp</c> the second it was sent.
/// </summary>
/// <param name="secrets">Any of them may have signed, so that one can be replaced without losing deliveries.</param>
/// <param name="tolerance">How far the timestamp may lie from our clock, either way.</param>
/// <param name="time">Our clock.</param>
public sealed class WebhookSignature(IReadOnlyList<Secret> secrets, Duration tolerance, TimeProvider time)
{
    /// <summary>Carries the signature.</summary>
    public const string SignatureHeader = "X-Webhook-Signature";

    /// <summary>Carries the time of sending, in epoch seconds.</summary>
    public const string TimestampHeader = "X-Webhook-Timestamp";

    private const string Scheme = "sha256=";

    private readonly byte[][] keys = [.. secrets.Select(secret => Encoding.UTF8.GetBytes(secret.Reveal()))];

    /// <summary>Verifies a request.</summary>
    /// <param name="headers">Its headers.</param>
    /// <param name="body">The raw bytes of its body.</param>
    /// <param name="sentAt">When it was sent, if it is genuine.</param>
    public SignatureVerdict Verify(IHeaderDictionary headers, ReadOnlySpan<byte> body, out Instant sentAt)
    {
        sentAt = default;
        if (headers[SignatureHeader] is not [{ } signature])
            return SignatureVerdict.NotSigned;
        if (!IsSigned(signature, body))
            return SignatureVerdict.Forged;
        if (headers[TimestampHeader] is not [{ } text] || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return SignatureVerdict.Stale;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (seconds < now - tolerance.TotalSeconds || seconds > now + tolerance.TotalSeconds)
            return SignatureVerdict.Stale;
        sentAt = Instant.FromUnixTimeSeconds(seconds);
        return SignatureVerdict.Genuine;
    }

    private bool IsSigned(string signature, ReadOnlySpan<byte> body)
    {
        Span<byte> claimed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!signature.StartsWith(Scheme, StringComparison.Ordinal) || signature.Length != Scheme.Length + (2 * claimed.Length)
            || Convert.FromHexString(signature.AsSpan(Scheme.Length), claimed, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }
        Span<byte> expected = stackalloc byte[claimed.Length];
        var isSigned = false;
        foreach (var key in keys) // all of them, always: the time taken must not tell which secret came close
        {
            HMACSHA256.HashData(key, body, expected);
            isSigned |= CryptographicOperations.FixedTimeEquals(expected, claimed);
        }
        return isSigned;
    }
}
