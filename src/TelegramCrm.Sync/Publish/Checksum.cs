using System.Security.Cryptography;

namespace TelegramCrm.Sync.Publish;

/// <summary>A file's length and the SHA-256 of its bytes.</summary>
internal static class Checksum
{
    public static async Task<(long Bytes, string Sha256)> OfAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return (file.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)));
    }
}
