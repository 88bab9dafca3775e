using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace TelegramCrm.Sandbox.Faults;

/// <summary>Gzip that arrives in full, as the length says, and can't be unpacked.</summary>
internal static class BrokenGzip
{
    private const int HeaderBytes = 10;
    private const int ChecksumBytes = 8;

    public static bool IsTaken(HttpContext context) =>
        context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);

    /// <param name="answer">What is packed.</param>
    /// <param name="where">Where in the packed bytes the damage lies, from 0 to below 1.</param>
    /// <param name="isCut">Whether the rest is left out; otherwise one byte is changed.</param>
    public static byte[] Pack(ReadOnlySpan<byte> answer, double where, bool isCut)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(answer);
        var bytes = packed.ToArray();
        var place = HeaderBytes + (int)((bytes.Length - HeaderBytes - ChecksumBytes) * where);
        if (isCut)
            return bytes[..place];
        bytes[^ChecksumBytes] ^= 0xFF; // the content may survive its damage unnoticed; its checksum does not
        bytes[place] ^= 0x55;
        return bytes;
    }
}
