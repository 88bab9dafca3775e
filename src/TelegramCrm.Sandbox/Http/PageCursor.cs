using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace TelegramCrm.Sandbox.Http;

/// <summary>
/// <c>next_cursor</c>: the last key of a page, sealed together with the filters it was made for. Another server of the
/// same seed understands it; nobody can make one, and none survives a change of filters.
/// </summary>
/// <param name="seed">What the seal is made with.</param>
internal sealed class PageCursor(int seed)
{
    private const int SealBytes = 12;
    private readonly byte[] key = SHA256.HashData(BitConverter.GetBytes(seed));

    /// <param name="filters">Path and filters of the request.</param>
    /// <param name="ticks">Time of the page's last record.</param>
    /// <param name="id">Id of that record.</param>
    public string Seal(string filters, long ticks, ReadOnlySpan<byte> id)
    {
        var bytes = new byte[SealBytes + sizeof(long) + id.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(SealBytes), ticks);
        id.CopyTo(bytes.AsSpan(SealBytes + sizeof(long)));
        SealOf(filters, bytes.AsSpan(SealBytes)).CopyTo(bytes.AsSpan());
        return Base64Url.EncodeToString(bytes);
    }

    /// <returns>The key that the next page begins behind.</returns>
    /// <exception cref="RefusalException">The cursor is unknown, or belongs to other filters.</exception>
    public (long Ticks, byte[] Id) Open(string filters, string cursor)
    {
        var bytes = Base64Url.IsValid(cursor) ? Base64Url.DecodeFromChars(cursor) : [];
        if (bytes.Length < SealBytes + sizeof(long)
            || !bytes.AsSpan(0, SealBytes).SequenceEqual(SealOf(filters, bytes.AsSpan(SealBytes))))
        {
            throw Unknown();
        }
        return (BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(SealBytes)), bytes[(SealBytes + sizeof(long))..]);
    }

    public static RefusalException Unknown() =>
        new(400, "invalid_cursor", "the cursor is unknown, or the filters differ from those it was given for", "cursor");

    private ReadOnlySpan<byte> SealOf(string filters, ReadOnlySpan<byte> content) =>
        HMACSHA256.HashData(key, (byte[])[.. System.Text.Encoding.UTF8.GetBytes(filters), 0, .. content]).AsSpan(0, SealBytes);
}
