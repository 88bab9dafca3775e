using System.Buffers;
using System.Security.Cryptography;

namespace TelegramCrm.Sync.Inbox.Schemes;

/// <summary>The keys that may have signed, several while one is replaced by another. All are always tried: the time taken must not tell which came close.</summary>
internal sealed class SigningKeys(IReadOnlyList<byte[]> keys)
{
    /// <summary>Whether one of the keys made one of the signatures, HMAC-SHA256 of the content's parts one after the other.</summary>
    public bool Signed(IEnumerable<byte[]> claimed, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> body)
    {
        var signatures = claimed.ToList();
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var isSigned = false;
        foreach (var key in keys)
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
            hmac.AppendData(prefix);
            hmac.AppendData(body);
            hmac.GetHashAndReset(expected);
            foreach (var signature in signatures)
                isSigned |= CryptographicOperations.FixedTimeEquals(expected, signature);
        }
        return isSigned;
    }

    /// <summary>Whether a text is one of the keys itself. Hashes are compared, so that not even the length shows.</summary>
    public bool Contains(ReadOnlySpan<byte> claimed)
    {
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(claimed, actual);
        var isOne = false;
        foreach (var key in keys)
        {
            SHA256.HashData(key, expected);
            isOne |= CryptographicOperations.FixedTimeEquals(expected, actual);
        }
        return isOne;
    }

    /// <summary>The bytes of a signature in hex; null when it is none.</summary>
    public static byte[]? FromHex(ReadOnlySpan<char> text)
    {
        var bytes = new byte[HMACSHA256.HashSizeInBytes];
        return text.Length == 2 * bytes.Length && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done ? bytes : null;
    }

    /// <summary>The bytes of a signature in base64; null when it is none.</summary>
    public static byte[]? FromBase64(string text)
    {
        var bytes = new byte[HMACSHA256.HashSizeInBytes];
        return text.Length == 44 && Convert.TryFromBase64String(text, bytes, out var length) && length == bytes.Length ? bytes : null;
    }
}
